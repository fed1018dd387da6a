/**
 * A host in the test's hands: a handful of tasks, answers as the contract wants them, and moments that a real
 * one cannot be asked for (an answer that is held back, a short page, a lost connection).
 */

import { connect } from '../../../renderer/bridge/client.ts'
import type { WireEvents } from '../../../renderer/bridge/linkClient.ts'
import { startLive } from '../../../renderer/stores/live.ts'
import type { ToHost, ToWindow } from '../../../shared/contract/link.ts'
import type { TaskFilter } from '../../../shared/contract/taskFilter.ts'
import type { TaskRow } from '../../../shared/contract/taskShapes.ts'
import type { WireError } from '../../../shared/errors.ts'

type Call = Extract<ToHost, { kind: 'call' }>
type Answer = (input: never) => unknown

/** Never the same twice, in whatever test. */
let revision = 0

export class FakeHost {
  readonly tasks = new Map<number, TaskRow>()
  readonly calls: { name: string; input: unknown }[] = []
  /** Rows that one page looks at; fewer make short pages. */
  lookedAt = Infinity
  /** Methods whose answers wait for `release`. */
  readonly held = new Set<string>()
  /** Methods that fail. */
  readonly failing = new Map<string, WireError>()
  /** Tasks, by id, for which any action fails. */
  readonly failingTasks = new Map<string, WireError>()
  #events: WireEvents | null = null
  #watchId = 0
  #waiting: (() => void)[] = []

  /** Connects the window's client to this host. */
  open(): this {
    connect((events) => {
      this.#events = events
      queueMicrotask(events.opened)
      return { send: (message) => this.#take(message), close: () => {} }
    })
    startLive()
    return this
  }

  add(...tasks: TaskRow[]): void {
    for (const task of tasks) this.tasks.set(task.seq, task)
  }

  change(seq: number, change: Partial<TaskRow>): void {
    const task = this.tasks.get(seq)
    if (task !== undefined) this.tasks.set(seq, { ...task, ...change })
  }

  tick(): void {
    this.#reply({
      kind: 'item',
      id: this.#watchId,
      item: { tasks: ++revision, logs: 0, host: 0, instances: 0, terminals: 0, metrics: 0 },
    })
  }

  release(): void {
    this.held.clear()
    for (const answer of this.#waiting.splice(0)) answer()
  }

  /** The connection breaks; the client connects again by itself. */
  lose(): void {
    this.#events?.closed()
  }

  callsOf(name: string): unknown[] {
    return this.calls.filter((call) => call.name === name).map(({ input }) => input)
  }

  #take(message: ToHost): void {
    if (message.kind === 'watch') {
      this.#watchId = message.id
      this.#reply({
        kind: 'item',
        id: message.id,
        item: { tasks: revision, logs: 0, host: 0, instances: 0, terminals: 0, metrics: 0 },
      }) // as they are
    }
    if (message.kind !== 'call') return
    this.calls.push({ name: message.name, input: message.input })
    const answer = () => this.#answer(message)
    if (this.held.has(message.name)) this.#waiting.push(answer)
    else queueMicrotask(answer)
  }

  #answer({ id, name, input }: Call): void {
    const { taskId } = input as { taskId?: string }
    const error = this.failing.get(name) ?? this.failingTasks.get(taskId ?? '')
    const answer = this.#answers[name]
    if (error !== undefined) this.#reply({ kind: 'answer', id, reply: { ok: false, error } })
    else if (answer !== undefined)
      this.#reply({ kind: 'answer', id, reply: { ok: true, value: answer(input as never) } })
  }

  #reply(message: ToWindow): void {
    this.#events?.received(message)
  }

  readonly #answers: Record<string, Answer> = {
    'tasks.list': ({ filter, limit = 100, cursor }: { filter: TaskFilter; limit?: number; cursor?: string }) => {
      const before = cursor === undefined ? Infinity : Number(cursor)
      const all = [...this.tasks.values()].filter(({ seq }) => seq < before).toSorted((a, b) => b.seq - a.seq)
      const seen = all.slice(0, this.lookedAt)
      const matching = seen.filter((task) => isMatch(filter, task))
      const tasks = matching.slice(0, limit)
      const last = matching.length > limit ? tasks.at(-1) : seen.at(-1)
      const isAll = matching.length <= limit && seen.length === all.length
      if (isAll || last === undefined) return { tasks, nextCursor: null }
      return { tasks, nextCursor: String(last.seq), searchedToMs: last.submittedAtMs }
    },
    'tasks.rows': ({ seqs, filter }: { seqs: number[]; filter: TaskFilter }) => ({
      tasks: seqs.flatMap((seq) => {
        const task = this.tasks.get(seq)
        return task === undefined ? [] : [{ ...task, matches: isMatch(filter, task) }]
      }),
    }),
    'tasks.count': ({ filter, afterSeq = -1, limit = 10_000, cursor }: CountInput) => {
      const start = Number(cursor ?? 0)
      const all = [...this.tasks.values()].filter((task) => task.seq > afterSeq && isMatch(filter, task)).length
      const count = Math.min(limit, all - start)
      return { count, nextCursor: start + count < all ? String(start + count) : null }
    },
    'tasks.totals': () => ({
      totals: [...this.tasks.values()].map(({ functionName, state }) => ({ functionName, state, count: 1 })),
    }),
    'tasks.replay': ({ functionName }: TaskRow) => ({ functionName, taskId: 'replayed', requestId: 'replayed' }),
    'tasks.stop': () => ({}),
  }
}
type CountInput = { filter: TaskFilter; afterSeq?: number; limit?: number; cursor?: string }

function isMatch({ states, functions, text }: TaskFilter, task: TaskRow): boolean {
  return (
    (states?.includes(task.state) ?? true) &&
    (functions?.includes(task.functionName) ?? true) &&
    (text === undefined || task.taskId.startsWith(text) || task.functionName.includes(text))
  )
}

const START_MS = Date.UTC(2026, 10, 24, 14)

export const aTask = (seq: number, change: Partial<TaskRow> = {}): TaskRow => ({
  seq,
  functionId: 1,
  functionName: 'charge-card',
  taskId: `task-${seq}`,
  requestId: `request-${seq}`,
  state: 'Running',
  isTask: true,
  submittedAtMs: START_MS + seq * 1_000,
  dueAtMs: START_MS + seq * 1_000,
  startedAtMs: null,
  endedAtMs: null,
  attemptCount: 1,
  retryCount: 0,
  instanceId: null,
  errorType: null,
  errorBody: null,
  reason: null,
  attemptLimit: 3,
  payloadHead: '{"order":1}',
  payloadBytes: 11,
  ...change,
})

export const tasksUpTo = (count: number): TaskRow[] => Array.from({ length: count }, (_, index) => aTask(index + 1))
