/**
 * The answering side of a contract's methods. No handler sees unchecked input, nothing leaves that the
 * table does not name, and neither stack nor cause ever does.
 */
import { z } from 'zod'
import { AppError, toWireError } from '../errors.ts'
import type { CancelSignal, Contract, Handlers, Method, Reply, Stream } from './contract.ts'

const NEVER: CancelSignal = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} }

export type ContractServer = {
  call(name: string, input: unknown, signal?: CancelSignal): Promise<Reply>
  /** Resolves when the stream has ended: null after `signal`, else why. */
  produce(name: string, input: unknown, emit: (item: unknown) => void, signal: CancelSignal): Promise<Reply>
}

/** `report` gets the errors that are ours. */
export function serve<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  report: (error: unknown) => void,
): ContractServer {
  return {
    call: (name, input, signal = NEVER) =>
      answered(async () => {
        const method = find(name, isMethod)
        // the handler's type follows from the method that parsed its input
        const handle = handlers[name] as unknown as (input: unknown, signal: CancelSignal) => unknown
        return method.output.parse(await handle(parsed(name, method, input), signal))
      }),
    produce: (name, input, emit, signal) =>
      answered(async () => {
        const stream = find(name, isStream)
        const produce = handlers[name] as unknown as Produce
        await produce(parsed(name, stream, input), (item) => emit(stream.item.parse(item)), signal)
        return null
      }),
  }

  function find<S extends Method | Stream>(name: string, fits: (spoken: Method | Stream) => spoken is S): S {
    const spoken = Object.hasOwn(contract, name) ? contract[name] : undefined
    if (spoken === undefined) throw new AppError('invalid_input', `there is no method "${name}"`)
    if (!fits(spoken)) throw new AppError('invalid_input', `"${name}" is ${isStream(spoken) ? 'a' : 'no'} stream`)
    return spoken
  }

  async function answered(work: () => Promise<unknown>): Promise<Reply> {
    try {
      return { ok: true, value: await work() }
    } catch (error) {
      if (!(error instanceof AppError)) report(error)
      return { ok: false, error: toWireError(error) }
    }
  }
}

type Produce = (input: unknown, emit: (item: unknown) => void, signal: CancelSignal) => Promise<void>

const isStream = (spoken: Method | Stream): spoken is Stream => 'item' in spoken
const isMethod = (spoken: Method | Stream): spoken is Method => 'output' in spoken

function parsed(name: string, { input: schema }: Method | Stream, input: unknown): unknown {
  const result = schema.safeParse(input)
  if (!result.success) throw new AppError('invalid_input', `${name}: ${z.prettifyError(result.error)}`)
  return result.data
}
