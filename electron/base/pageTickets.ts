/**
 * Ways into the window's page that work once, for two minutes. The address that a browser is started with
 * can be read by every user of the machine, in the list of processes; so it holds a ticket and no token.
 * Who has the token makes a ticket alone; the host that redeems it knows the same token.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { MINUTE_MS } from '../../shared/units/time.ts'

const VALID_MS = 2 * MINUTE_MS

export function makeTicket(token: string, nowMs: number): string {
  const claim = `${nowMs + VALID_MS}.${randomBytes(12).toString('base64url')}`
  return `${claim}.${sealOf(claim, token)}`
}

export class TicketDesk {
  readonly #token: string
  readonly #openedAtMs: number
  /** Redeemed ones, with the end of their validity: later they would be refused anyway. */
  readonly #used = new Map<string, number>()

  /** An earlier desk may have redeemed what was made before this one opened, so that counts as used. */
  constructor(token: string, openedAtMs: number) {
    this.#token = token
    this.#openedAtMs = openedAtMs
  }

  /** True once for each ticket. */
  redeem(ticket: string, nowMs: number): boolean {
    const [, claim = '', until = '', seal = ''] = /^((\d{13,14})\.[\w-]{16})\.([\w-]{43})$/.exec(ticket) ?? []
    const untilMs = Number(until)
    if (claim === '' || !timingSafeEqual(Buffer.from(seal), Buffer.from(sealOf(claim, this.#token)))) return false
    for (const [used, endMs] of this.#used) if (endMs < nowMs) this.#used.delete(used)
    if (untilMs < nowMs || untilMs - VALID_MS < this.#openedAtMs || this.#used.has(claim)) return false
    this.#used.set(claim, untilMs)
    return true
  }
}

const sealOf = (claim: string, token: string) =>
  createHmac('sha256', token).update(`page ticket ${claim}`).digest('base64url')
