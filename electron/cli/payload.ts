/** A payload from the command line: text, `@file`, or `-` for what comes in on stdin. */
import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import type { WireBody } from '../../shared/contract/wireBody.ts'
import { AppError } from '../../shared/errors.ts'
import { toBody, toWireBody } from '../base/wireBodies.ts'

export async function readPayload(argument = ''): Promise<WireBody> {
  if (argument === '-') return toWireBody(toBody(await buffer(process.stdin)))
  if (!argument.startsWith('@')) return argument
  const path = argument.slice(1)
  try {
    return toWireBody(toBody(readFileSync(path)))
  } catch (error) {
    const reason = error instanceof Error ? error.message : error
    throw new AppError('invalid_input', `the payload file cannot be read: ${reason}`, { cause: error })
  }
}
