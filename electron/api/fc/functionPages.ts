/** Pages of functions that match a test. The token is the last name looked at, so pages stay right while functions come and go. */
import type { Account, FunctionRecord, TaskQueries } from '../../engine/ports.ts'
import { invalidArgument } from './fcErrors.ts'
import { pageLimit, type Query, queryText } from './requestParts.ts'

const BATCH = 100

export async function listMatching(
  queries: Pick<TaskQueries, 'listFunctions'>,
  account: Account,
  query: Query,
  matches: (record: FunctionRecord) => boolean,
): Promise<{ records: FunctionRecord[]; nextToken: string | undefined }> {
  const limit = pageLimit(query)
  const prefix = queryText(query, 'prefix') ?? ''
  const records: FunctionRecord[] = []
  let after = nameOfToken(queryText(query, 'nextToken'))
  for (;;) {
    const batch = await queries.listFunctions({ accountId: account.id, prefix, after, limit: BATCH })
    for (const record of batch) {
      if (!matches(record)) continue
      if (records.length === limit) return { records, nextToken: tokenOfName(records.at(-1)) }
      records.push(record)
    }
    const last = batch.at(-1)
    if (last === undefined || batch.length < BATCH) return { records, nextToken: undefined }
    after = last.config.functionName
  }
}

const tokenOfName = (record: FunctionRecord | undefined) =>
  record && Buffer.from(record.config.functionName).toString('base64')

function nameOfToken(token: string | undefined): string | null {
  if (token === undefined) return null
  const name = Buffer.from(token, 'base64').toString('utf8')
  if (!/^[A-Za-z0-9_-]+$/.test(name)) throw invalidArgument('query parameter nextToken is not a token of this API')
  return name
}
