/**
 * Hands HTTP deliveries to the courier: at most `MAX_PER_HOST` of a host at a time, and the hosts in turn. Who holds
 * what is in memory only: a delivery stays Pending in its row until its end is known, so one whose courier or store
 * died is made again.
 */
import type { Clock } from '../../base/clock.ts'
import type { DeliveryRow, DeliverySql } from '../../storage/deliveries.sql.ts'
import type { HttpDelivery } from './deliveryPorts.ts'

const MAX_PER_HOST = 2

export type HttpHoldsDeps = {
  sql: Pick<DeliverySql, 'nextHost' | 'ofHost' | 'byId'>
  clock: Clock
  parcelOf(row: DeliveryRow): Pick<HttpDelivery, 'body' | 'requestId'>
}
type Asking = { courierId: string; limit: number; answer(deliveries: HttpDelivery[]): void }
type Hold = { courierId: string; host: string }

export class HttpHolds {
  readonly #deps: HttpHoldsDeps
  readonly #held = new Map<number, Hold>()
  #asking: Asking | null = null
  /** When looking again can find something; changes of rows make it now. */
  #lookAtMs = 0
  #lastHost = ''

  constructor(deps: HttpHoldsDeps) {
    this.#deps = deps
  }

  /** Answers at once or as soon as something is due; a courier that asks later takes the place of this one. */
  take({ courierId, limit }: { courierId: string; limit: number }): Promise<HttpDelivery[]> {
    for (const [deliveryId, hold] of this.#held) if (hold.courierId !== courierId) this.#held.delete(deliveryId)
    this.#asking?.answer([])
    return new Promise((resolve) => {
      this.#asking = { courierId, limit, answer: resolve }
      this.changed()
      this.look()
    })
  }

  /** Null: nobody holds it. */
  holderOf(deliveryId: number): string | null {
    return this.#held.get(deliveryId)?.courierId ?? null
  }

  letGo(deliveryId: number): void {
    this.#held.delete(deliveryId)
    this.changed()
  }

  /** A row has come, or is due earlier than it was. */
  changed(): void {
    this.#lookAtMs = 0
  }

  /** Infinity: nobody asks, or nothing waits. */
  get nextLookAtMs(): number {
    return this.#asking === null ? Number.POSITIVE_INFINITY : this.#lookAtMs
  }

  /** Between turns: what it reads is committed. */
  look(): void {
    if (this.#asking === null || this.#deps.clock.nowMs() < this.#lookAtMs) return
    const { courierId, limit, answer } = this.#asking
    const ids = this.#due(limit)
    if (ids.length === 0) return
    this.#asking = null
    answer(ids.flatMap((id) => this.#hold(id, courierId)))
  }

  #due(limit: number): number[] {
    const { sql, clock } = this.#deps
    const nowMs = clock.nowMs()
    const heldByHost = new Map<string, number>()
    for (const { host } of this.#held.values()) heldByHost.set(host, (heldByHost.get(host) ?? 0) + 1)
    const found: number[] = []
    this.#lookAtMs = Number.POSITIVE_INFINITY
    for (const host of this.#hostsInTurn()) {
      if (found.length >= limit) break
      const heldCount = heldByHost.get(host) ?? 0
      const room = Math.min(MAX_PER_HOST - heldCount, limit - found.length)
      if (room <= 0) continue
      const rows = sql.ofHost.all({ host, limit: heldCount + room }).filter(({ id }) => !this.#held.has(id))
      for (const { id, dueAtMs } of rows.slice(0, room)) {
        if (dueAtMs > nowMs) this.#lookAtMs = Math.min(this.#lookAtMs, dueAtMs)
        else found.push(id)
      }
      this.#lastHost = host
    }
    return found
  }

  /** Those after the one that was looked at last, then the others. */
  *#hostsInTurn(): Iterable<string> {
    const { nextHost } = this.#deps.sql
    const last = this.#lastHost
    for (let host = nextHost.get({ host: last }); typeof host === 'string'; host = nextHost.get({ host })) yield host
    for (let host = nextHost.get({ host: '' }); typeof host === 'string'; host = nextHost.get({ host })) {
      if (host > last) return
      yield host
    }
  }

  #hold(deliveryId: number, courierId: string): HttpDelivery[] {
    const row = this.#deps.sql.byId.get({ id: deliveryId })
    if (row === undefined || row.host === null) return []
    this.#held.set(deliveryId, { courierId, host: row.host })
    const { target, host, attemptCount } = row
    return [{ deliveryId, url: target, host, attempt: attemptCount + 1, ...this.#deps.parcelOf(row) }]
  }
}
