/** A payload from the command line: text, `@file`, or `-` for what comes in on stdin. */
import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import type { Body } from '../../shared/domain/body.ts'
import { AppError } from '../../shared/errors.ts'
import { toBody } from '../base/bodies.ts'

export async function readPayload(argument = ''): Promise<Body> {
  if (argument === '-') return toBody(await buffer(process.stdin))
  if (!argument.startsWith('@')) return argument
  const path = argument.slice(1)
  try {
    return toBody(readFileSync(path))
  } catch (error) {
    const reason = error instanceof Error ? error.message : error
    throw new AppError('invalid_input', `the payload file cannot be read: ${reason}`, { cause: error })
  }
}
