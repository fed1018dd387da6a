/** The asking side of a contract: `client['tasks.get'](…)` resolves to a task or rejects with `AppError`. */
import { fromWireError } from '../errors.ts'
import type { CancelSignal, Client, Contract, Transport } from './contract.ts'

/** Any name is forwarded, so the table itself, and zod with it, stays out of the renderer. */
export function createClient<C extends Contract>(send: Transport): Client<C> {
  const call = (method: string) => async (input: unknown, signal?: CancelSignal) => {
    const reply = await send(method, input, signal)
    if (!reply.ok) throw fromWireError(reply.error)
    return reply.value // checked by the answering side
  }
  return new Proxy({} as Client<C>, { get: (_target, method) => call(String(method)) })
}
