/**
 * Calls the addresses of HTTP deliveries, in the gateway thread, and tells the store how each ended. Delivered means
 * an answer of 2xx. At least once: a delivery whose end is not heard is made again, with the same
 * `x-taskyard-delivery-id`.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { SECOND_MS } from '../../../shared/units/time.ts'
import { callAddress } from './callAddress.ts'
import type { DeliveryCommands, HttpDelivery, HttpEnd } from './deliveryPorts.ts'

const MAX_AT_ONCE = 8
const TIMEOUT_MS = 10 * SECOND_MS
/** After the store did not answer: it is being replaced, or its disk is full. */
const ASK_AGAIN_MS = SECOND_MS / 2

type Store = Pick<DeliveryCommands, 'takeHttpDeliveries' | 'endHttpDelivery'>
export type HttpCourierOptions = { store: Store; timeoutMs?: number }

export class HttpCourier {
  readonly #store: Store
  readonly #timeoutMs: number
  readonly #courierId = randomUUID()
  readonly #stop = new AbortController()
  readonly #calls = new Map<number, Promise<void>>()
  #round: Promise<void> | null = null
  readonly #isStopped = new Promise<void>((resolve) => this.#stop.signal.addEventListener('abort', () => resolve()))
  /** Ends the wait for a free place. */
  #placeFreed = () => {}

  constructor({ store, timeoutMs = TIMEOUT_MS }: HttpCourierOptions) {
    this.#store = store
    this.#timeoutMs = timeoutMs
  }

  begin(): void {
    this.#round ??= this.#go()
  }

  /** Calls that are under way are given up: they are made again by the next host. */
  async stop(): Promise<void> {
    this.#stop.abort()
    this.#placeFreed()
    await Promise.all(this.#calls.values())
  }

  async #go(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      if (this.#calls.size >= MAX_AT_ONCE) {
        await new Promise<void>((resolve) => {
          this.#placeFreed = resolve
        })
      }
      if (signal.aborted) return
      for (const delivery of await this.#take(MAX_AT_ONCE - this.#calls.size)) this.#begin(delivery)
    }
  }

  async #take(limit: number): Promise<HttpDelivery[]> {
    try {
      return await this.#store.takeHttpDeliveries({ courierId: this.#courierId, limit })
    } catch {
      await pause(this.#stop.signal)
      return []
    }
  }

  /** A store that was replaced gives what is under way a second time. */
  #begin(delivery: HttpDelivery): void {
    const { deliveryId } = delivery
    if (this.#stop.signal.aborted || this.#calls.has(deliveryId)) return
    const call = this.#deliver(delivery).finally(() => {
      this.#calls.delete(deliveryId)
      this.#placeFreed()
    })
    this.#calls.set(deliveryId, call)
  }

  async #deliver(delivery: HttpDelivery): Promise<void> {
    const { signal } = this.#stop
    const end = await callAddress(delivery, { timeoutMs: this.#timeoutMs, signal })
    if (end !== null) await this.#tell(delivery.deliveryId, end)
  }

  /** Until the store has it, or the host stops: the store may have stopped already. */
  async #tell(deliveryId: number, end: HttpEnd): Promise<void> {
    const { signal } = this.#stop
    const courierId = this.#courierId
    for (;;) {
      try {
        return await Promise.race([this.#store.endHttpDelivery({ courierId, deliveryId, end }), this.#isStopped])
      } catch {
        if (signal.aborted) return
        await pause(signal)
      }
    }
  }
}

const pause = (signal: AbortSignal) => sleep(ASK_AGAIN_MS, undefined, { signal }).catch(() => {})
