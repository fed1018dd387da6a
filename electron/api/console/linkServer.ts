/**
 * The host's end of one window's connection (shared/contract/link.ts), whatever carries it. Knows
 * messages; what a method does is in the handlers.
 */
import { z } from 'zod'
import type { ToHost, ToWindow } from '../../../shared/contract/link.ts'
import type { ContractServer } from '../../../shared/contract/serve.ts'
import { AppError, toWireError } from '../../../shared/errors.ts'

/** Far more than a window has under way; a runaway script is told instead of served. */
const MAX_UNDER_WAY = 1_000

const id = z.int()
const toHost: z.ZodType<ToHost> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('call'), id, name: z.string(), input: z.unknown() }),
  z.strictObject({ kind: z.literal('watch'), id, name: z.string(), input: z.unknown() }),
  z.strictObject({ kind: z.literal('taken'), id }),
  z.strictObject({ kind: z.literal('cancel'), id }),
])

export type LinkServer = {
  /** Throws invalid_input for a message that is none: whoever carries the link ends it. */
  receive(message: unknown): void
  /** The window is gone: everything under way is cancelled. */
  close(): void
}

export function serveLink(server: ContractServer, send: (message: ToWindow) => void): LinkServer {
  const underWay = new Map<number, { cancel: AbortController; taken(): void }>()

  return {
    receive(message) {
      const parsed = toHost.safeParse(message)
      if (!parsed.success)
        throw new AppError('invalid_input', `a message that is none: ${z.prettifyError(parsed.error)}`)
      const { data } = parsed
      if (data.kind === 'taken') underWay.get(data.id)?.taken()
      else if (data.kind === 'cancel') underWay.get(data.id)?.cancel.abort()
      else void begin(data)
    },
    close() {
      for (const { cancel } of underWay.values()) cancel.abort()
      underWay.clear()
    },
  }

  async function begin({ kind, id, name, input }: Extract<ToHost, { name: string }>): Promise<void> {
    const refusal = refusalOf(id)
    if (refusal !== null) return send({ kind: 'answer', id, reply: { ok: false, error: toWireError(refusal) } })
    const cancel = new AbortController()
    const items = latestOnly((item) => send({ kind: 'item', id, item }))
    const mine = { cancel, taken: items.taken }
    underWay.set(id, mine)
    const reply =
      kind === 'call'
        ? await server.call(name, input, cancel.signal)
        : await server.produce(name, input, items.emit, cancel.signal)
    if (underWay.get(id) !== mine) return // closed meanwhile
    underWay.delete(id)
    send({ kind: 'answer', id, reply })
  }

  function refusalOf(id: number): AppError | null {
    if (underWay.has(id)) return new AppError('invalid_input', `the id ${id} is in use`)
    if (underWay.size < MAX_UNDER_WAY) return null
    return new AppError('concurrency_exceeded', `this window has ${MAX_UNDER_WAY} calls under way: let some end first`)
  }
}

/** Holds at most one item back while another one is on its way. */
function latestOnly(send: (item: unknown) => void) {
  let isOnItsWay = false
  let next: { item: unknown } | null = null
  return {
    emit(item: unknown): void {
      if (isOnItsWay) next = { item }
      else {
        isOnItsWay = true
        send(item)
      }
    },
    taken(): void {
      isOnItsWay = next !== null
      if (next !== null) send(next.item)
      next = null
    },
  }
}
