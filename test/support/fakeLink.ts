/** A host for the stores of the window: answers calls from a table, and says what the test makes it say. */

import { connect } from '../../renderer/bridge/client.ts'
import type { WireEvents } from '../../renderer/bridge/linkClient.ts'
import type { Revisions } from '../../renderer/stores/live.ts'
import type { Reply } from '../../shared/contract/contract.ts'
import { toWireError } from '../../shared/errors.ts'

type Answers = Record<string, (input: never) => unknown>

export type FakeLink = {
  /** Every call that came, in order. */
  calls: { name: string; input: unknown }[]
  answers: Answers
  tick(revisions: Revisions): void
  lose(): void
}

export function connectToFake(answers: Answers): FakeLink {
  let events: WireEvents | null = null
  const watches: number[] = []
  let revisions: Revisions = { tasks: 0, logs: 0, host: 0, instances: 0, terminals: 0, metrics: 0 }
  const link: FakeLink = {
    calls: [],
    answers,
    tick: (item) => {
      revisions = item
      for (const id of watches) events?.received({ kind: 'item', id, item })
    },
    lose: () => events?.closed(),
  }
  connect((opened) => {
    events = opened
    watches.length = 0
    queueMicrotask(opened.opened)
    return {
      close: () => {},
      send: (message) => {
        if (message.kind === 'watch') {
          watches.push(message.id)
          opened.received({ kind: 'item', id: message.id, item: revisions }) // as the host: at once, as they are
        }
        if (message.kind !== 'call') return
        link.calls.push({ name: message.name, input: message.input })
        void reply(link.answers[message.name], message.input).then((answer) =>
          opened.received({ kind: 'answer', id: message.id, reply: answer }),
        )
      },
    }
  })
  return link
}

async function reply(answer: Answers[string] | undefined, input: unknown): Promise<Reply> {
  try {
    return { ok: true, value: await answer?.(input as never) }
  } catch (error) {
    return { ok: false, error: toWireError(error) }
  }
}
