/**
 * Who holds how many places: what has been granted and not yet ended, by function, account and machine.
 * Read inside the claim transaction, so that no limit is ever exceeded (DESIGN.md section 4).
 *
 * A place is one execution at a time. A function whose runs are far shorter than a hop between
 * processes may have `depth` grants per place: the instance still runs them one by one.
 */
import type { ConcurrencyLimits } from '../functions/functionTable.ts'

type Held = { grantCount: number; depth: number; accountId: number }
export type Hold = 'function' | 'account' | 'machine' | null

const placesOf = (held: Held) => Math.ceil(held.grantCount / held.depth)

export class Occupancy {
  readonly #machineLimit: number
  readonly #functions = new Map<number, Held>()
  readonly #accountPlaces = new Map<number, number>()
  #machinePlaces = 0

  constructor(machineLimit: number) {
    this.#machineLimit = machineLimit
  }

  /** Which limit keeps the function from one more grant; null: none. */
  holdFor(functionId: number, limits: ConcurrencyLimits): Hold {
    const held = this.#functions.get(functionId)
    if (held !== undefined && held.grantCount % held.depth !== 0) return null // fits into a place it has
    if ((held === undefined ? 0 : placesOf(held)) >= limits.functionLimit) return 'function'
    if ((this.#accountPlaces.get(limits.accountId) ?? 0) >= limits.accountLimit) return 'account'
    return this.#machinePlaces >= this.#machineLimit ? 'machine' : null
  }

  /** A synchronous call needs a free execution, not a free slot in a pipeline. */
  holdForCall(functionId: number, limits: ConcurrencyLimits): Hold {
    const held = this.#functions.get(functionId)
    if ((held?.grantCount ?? 0) >= limits.functionLimit) return 'function'
    return this.holdFor(functionId, limits)
  }

  add(functionId: number, accountId: number): void {
    this.#change(functionId, accountId, (held) => held.grantCount++)
  }

  remove(functionId: number, accountId: number): void {
    this.#change(functionId, accountId, (held) => held.grantCount--)
  }

  setDepth(functionId: number, accountId: number, depth: number): void {
    this.#change(functionId, accountId, (held) => {
      held.depth = depth
    })
  }

  grantCount(functionId: number): number {
    return this.#functions.get(functionId)?.grantCount ?? 0
  }

  /** Executions at once, at most. */
  placeCount(functionId: number): number {
    const held = this.#functions.get(functionId)
    return held === undefined ? 0 : placesOf(held)
  }

  /** Nothing is granted any more; what is known about depths stays. */
  reset(): void {
    for (const held of this.#functions.values()) held.grantCount = 0
    this.#accountPlaces.clear()
    this.#machinePlaces = 0
  }

  #change(functionId: number, accountId: number, change: (held: Held) => void): void {
    let held = this.#functions.get(functionId)
    if (held === undefined) {
      held = { grantCount: 0, depth: 1, accountId }
      this.#functions.set(functionId, held)
    }
    const before = placesOf(held)
    change(held)
    const delta = placesOf(held) - before
    this.#machinePlaces += delta
    this.#accountPlaces.set(accountId, (this.#accountPlaces.get(accountId) ?? 0) + delta)
  }
}
