/**
 * Typed calls over a MessagePort: `answerCalls` on one side, a `Caller` on the other. Errors cross as
 * `{code, message, data}` values. A caller outlives its port: when the thread behind it is replaced,
 * calls under way reject with `unavailable` and later ones go to the new port.
 */
import type { MessagePort } from 'node:worker_threads'
import { AppError, fromWireError, toWireError, type WireError } from '../../shared/errors.ts'

type Call = { id: number; method: string; input: unknown[] }
type Answer = { id: number; ok: true; value: unknown } | { id: number; ok: false; error: WireError }
// biome-ignore lint/suspicious/noExplicitAny: the parameters of every method must fit, whatever they are
export type Methods<T> = { [M in keyof T]: (...input: any[]) => unknown }

/** Answers calls to `methods` on `port`. `report` gets every error that is not an AppError. */
export function answerCalls<T extends Methods<T>>(
  port: MessagePort,
  methods: T,
  report: (error: unknown) => void,
): void {
  port.on('message', ({ id, method, input }: Call) => {
    void answer(id, method, input)
  })

  async function answer(id: number, method: string, input: unknown[]): Promise<void> {
    let reply: Answer
    try {
      if (!Object.hasOwn(methods, method)) throw new AppError('internal', `no method named ${method}`)
      reply = { id, ok: true, value: await methods[method as keyof T](...input) }
    } catch (error) {
      if (!(error instanceof AppError)) report(error)
      reply = { id, ok: false, error: toWireError(error) }
    }
    port.postMessage(reply)
  }
}

export class Caller {
  readonly #name: string
  #port: MessagePort | null = null
  #nextId = 1
  readonly #pending = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>()

  /** `name` says in errors who did not answer. */
  constructor(name: string) {
    this.#name = name
  }

  /** Sends further calls to `port`; null while there is none. */
  attach(port: MessagePort | null): void {
    this.#port?.close()
    this.#port = port
    for (const { reject } of this.#pending.values()) reject(this.#unavailable())
    this.#pending.clear()
    port?.on('message', (answer: Answer) => {
      const call = this.#pending.get(answer.id)
      this.#pending.delete(answer.id)
      if (answer.ok) call?.resolve(answer.value)
      else call?.reject(fromWireError(answer.error))
    })
  }

  call(method: string, input: unknown[]): Promise<unknown> {
    if (this.#port === null) return Promise.reject(this.#unavailable())
    const id = this.#nextId++
    const promise = new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }))
    this.#port.postMessage({ id, method, input } satisfies Call)
    return promise
  }

  /** The far side as an object: `caller.proxy<TaskQueries>(['getTask'])`. */
  proxy<T extends Methods<T>>(methods: readonly (keyof T & string)[]): T {
    const entries = methods.map((method) => [method, (...input: unknown[]) => this.call(method, input)])
    return Object.fromEntries(entries) as T // each method forwards; the far side has the types
  }

  #unavailable(): AppError {
    return new AppError('unavailable', `the ${this.#name} thread is being restarted: try again`)
  }
}
