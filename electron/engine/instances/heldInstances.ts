/**
 * Instances whose program has ended after an attempt failed in them, and whose namespaces, files and
 * environment are kept for a while, so that somebody can log in and look. They serve nothing and count under
 * no limit of their function. At most a few: beyond that the oldest goes. One with a terminal open never does.
 */
import type { Clock } from '../../base/clock.ts'
import type { Instance } from './instance.ts'

export const MAX_HELD_PER_FUNCTION = 3
export const MAX_HELD = 8

/** What is asked of an instance here. */
export type Holdable = Pick<Instance, 'id' | 'functionId' | 'terminalCount' | 'heldUntilMs' | 'endHold'>
export type HeldInstancesDeps<I extends Holdable> = {
  clock: Clock
  /** Every process of it has ended. */
  gone(instance: I): void
}

export class HeldInstances<I extends Holdable = Instance> {
  readonly #deps: HeldInstancesDeps<I>
  /** The oldest first. */
  readonly #held = new Map<string, I>()
  readonly #ending = new Set<I>()

  constructor(deps: HeldInstancesDeps<I>) {
    this.#deps = deps
  }

  /** None of them, nor of those that are just ending, has any process left. */
  get isEmpty(): boolean {
    return this.#held.size === 0 && this.#ending.size === 0
  }

  [Symbol.iterator](): IterableIterator<I> {
    return this.#held.values()
  }

  find(instanceId: string): I | null {
    return this.#held.get(instanceId) ?? null
  }

  take(instance: I): void {
    this.#held.set(instance.id, instance)
    const ofFunction = [...this.#held.values()].filter(({ functionId }) => functionId === instance.functionId)
    if (ofFunction.length > MAX_HELD_PER_FUNCTION) this.#endOldest(ofFunction)
    if (this.#held.size > MAX_HELD) this.#endOldest([...this.#held.values()])
  }

  /** Ends those whose time is over and that nobody looks at. */
  tick(): void {
    const nowMs = this.#deps.clock.nowMs()
    for (const instance of this.#held.values()) {
      if (instance.terminalCount === 0 && nowMs >= (instance.heldUntilMs ?? 0)) this.end(instance)
    }
  }

  /** Whoever looks at it or not. */
  end(instance: I): void {
    if (!this.#held.delete(instance.id)) return
    this.#ending.add(instance)
    instance.endHold()
  }

  endOf(functionId: number): void {
    for (const instance of this.#held.values()) if (instance.functionId === functionId) this.end(instance)
  }

  endAll(): void {
    for (const instance of this.#held.values()) this.end(instance)
  }

  gone(instance: I): void {
    this.#held.delete(instance.id)
    this.#ending.delete(instance)
    this.#deps.gone(instance)
  }

  #endOldest(instances: I[]): void {
    const oldest = instances.find(({ terminalCount }) => terminalCount === 0)
    if (oldest !== undefined) this.end(oldest)
  }
}
