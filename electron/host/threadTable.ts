/** Which threads a host has, in which order they start and stop, and who talks to whom (DESIGN.md section 2). */
import type { ThreadName } from '../base/threadLink.ts'
import { unpacked } from '../base/unpacked.ts'

/** The store first: it holds the workspace's lock, and the others read what it has migrated. */
export const START_ORDER = ['store', 'log', 'reader', 'scheduler', 'gateway'] as const satisfies ThreadName[]

/** No new work, then no running work, then everything is written. Each has a time limit. */
export const STOP_ORDER: readonly { name: ThreadName; limitMs: number }[] = [
  { name: 'gateway', limitMs: 5_000 },
  { name: 'scheduler', limitMs: 15_000 },
  { name: 'store', limitMs: 10_000 },
  { name: 'reader', limitMs: 2_000 },
  { name: 'log', limitMs: 5_000 },
]

const LINKS: readonly (readonly [ThreadName, ThreadName])[] = [
  ['gateway', 'store'],
  ['gateway', 'reader'],
  ['gateway', 'log'],
  ['gateway', 'scheduler'], // instances: what they are, logins, stops
  ['scheduler', 'store'],
  ['scheduler', 'log'],
  ['store', 'log'],
]

export function peersOf(name: ThreadName): ThreadName[] {
  return LINKS.flatMap(([a, b]) => (a === name ? [b] : b === name ? [a] : []))
}

export type ThreadEntries = Record<ThreadName, URL>

export const threadEntries: ThreadEntries = {
  store: unpacked(new URL('../threads/store.ts', import.meta.url)),
  log: unpacked(new URL('../threads/log.ts', import.meta.url)),
  reader: unpacked(new URL('../threads/reader.ts', import.meta.url)),
  scheduler: unpacked(new URL('../threads/scheduler.ts', import.meta.url)),
  gateway: unpacked(new URL('../threads/gateway.ts', import.meta.url)),
}
