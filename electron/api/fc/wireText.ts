/** Small pieces of FC's wire format. */
import type { Body } from '../../../shared/domain/body.ts'

export type FunctionPlace = { region: string; accountUid: string }

export const functionArn = ({ region, accountUid }: FunctionPlace, functionName: string) =>
  `acs:fc:${region}:${accountUid}:functions/${functionName}`

export const isoTime = (atMs: number) => new Date(atMs).toISOString()

/** JSON has text only. [U] how FC shows bytes that are not UTF-8; Base64 loses nothing. */
export const bodyText = (body: Body) => (typeof body === 'string' ? body : Buffer.from(body).toString('base64'))
