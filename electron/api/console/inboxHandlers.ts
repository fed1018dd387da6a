/** The console's methods about the inbox of dead letters. */
import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { inboxContract } from '../../../shared/contract/inbox.contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { functionNameOf, readFailure } from '../../engine/deadLetters/readFailure.ts'
import type { TaskAddress } from '../../engine/ports.ts'
import { cloudCommand, needsFile, regionOf } from './cloudCommand.ts'
import { accountId, type ConsoleDeps } from './consoleDeps.ts'

/** Inside of the workspace, never in a code folder: what lies there would be deployed. */
const PAYLOAD_FOLDER = 'payloads'

export function inboxHandlers(deps: ConsoleDeps): Handlers<typeof inboxContract> {
  const { commands, queries, options } = deps
  return {
    'inbox.groups': async ({ show, text = null, limit, cursor = null }) =>
      queries.listGroups({ accountId: await accountId(deps), show, text, limit, cursor }),
    'inbox.totals': async () => queries.inboxTotals(await accountId(deps)),
    'inbox.group': async ({ groupId }) => queries.getGroup({ accountId: await accountId(deps), groupId }),
    'inbox.setState': async ({ groupIds, state }) =>
      commands.setGroupState({ accountId: await accountId(deps), groupIds, state }),
    'inbox.ignore': async ({ groupIds, untilMs = null, moreCount = null, untilCodeChanges }) => {
      if (untilMs !== null && untilMs <= Date.now()) {
        throw new AppError('invalid_input', 'the time until which to ignore has passed: choose a later one')
      }
      const until = { untilMs, moreCount, untilCodeChanges }
      return commands.ignoreGroups({ accountId: await accountId(deps), groupIds, ...until })
    },
    'inbox.resolveLetters': async ({ seqs }) => commands.resolveLetters({ accountId: await accountId(deps), seqs }),
    'inbox.import': async ({ body, functionName: chosen }) => {
      const { functionName: named, ...failure } = readFailure(body)
      const functionName = chosen ?? named
      if (functionName === null) {
        throw new AppError(
          'failure_unreadable',
          `'${failure.functionArn}' names no function: say which function of this project it is`,
        )
      }
      return commands.importFailure({ ...failure, accountId: await accountId(deps), functionName })
    },
    'inbox.cloudCommand': async ({ functionName, taskId }) => {
      const owner = await accountId(deps)
      const { payload, functionArn } = await queries.failureOf({ accountId: owner, functionName, taskId })
      const payloadFile = needsFile(payload) ? await keep(payload, { functionName, taskId }) : null
      const command = cloudCommand({
        functionName: functionNameOf(functionArn ?? '') ?? functionName, // it may have another name there
        region: regionOf(functionArn ?? '') ?? options.region,
        taskId: `replay-${randomBytes(6).toString('hex')}`,
        event: payloadFile === null ? { text: payload } : { file: payloadFile },
      })
      return { command, payloadFile }
    },
  }

  /** For its owner only: a payload may be secret. Both names are safe as names of files, and have no dot. */
  async function keep(payload: string, { functionName, taskId }: TaskAddress): Promise<string> {
    const folder = join(options.workspaceDir, PAYLOAD_FOLDER)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const path = join(folder, `${functionName}.${taskId}.txt`)
    await writeFile(path, payload, { mode: 0o600 })
    return path
  }
}
