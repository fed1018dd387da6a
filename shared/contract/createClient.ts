/** The asking side of a contract: `client['tasks.get'](…)` resolves to a task or rejects with `AppError`. */
import { fromWireError } from '../errors.ts'
import type { Client, Contract, Transport } from './contract.ts'

export function createClient<C extends Contract>(contract: C, send: Transport): Client<C> {
  const call = async (method: string, input: unknown) => {
    const reply = await send(method, input)
    if (!reply.ok) throw fromWireError(reply.error)
    return reply.value // checked by the answering side
  }
  const entries = Object.keys(contract).map((method) => [method, (input: unknown) => call(method, input)])
  return Object.fromEntries(entries) as Client<C> // each method forwards; the contract has the types
}
