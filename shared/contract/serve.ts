/**
 * The answering side of a contract. No handler sees unchecked input, nothing leaves that the table
 * does not name, and neither stack nor cause ever does.
 */
import { z } from 'zod'
import { AppError, toWireError } from '../errors.ts'
import type { Contract, Handlers, Transport } from './contract.ts'

/** `report` gets the errors that are ours. */
export function serve<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  report: (error: unknown) => void,
): Transport {
  return async (name, input) => {
    try {
      const method = Object.hasOwn(contract, name) ? contract[name] : undefined
      const handler = handlers[name]
      if (method === undefined || handler === undefined) {
        throw new AppError('invalid_input', `there is no method "${name}"`)
      }
      const parsed = method.input.safeParse(input)
      if (!parsed.success) throw new AppError('invalid_input', `${name}: ${z.prettifyError(parsed.error)}`)
      // the handler's type follows from the method that parsed its input
      const value = await handler(parsed.data as never)
      return { ok: true, value: method.output.parse(value) }
    } catch (error) {
      if (!(error instanceof AppError)) report(error)
      return { ok: false, error: toWireError(error) }
    }
  }
}
