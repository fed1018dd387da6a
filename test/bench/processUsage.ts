/** What processes used while some work went on, from /proc: processor time, and memory with shared pages divided. */
import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright'
import { KIB_BYTES, MIB_BYTES } from '../../shared/units/bytes.ts'

/** Linux's USER_HZ. */
const TICKS_PER_SECOND = 100
const MS_PER_SECOND = 1_000

/** `percent` is of one processor. */
export type Usage = { cpuPercent: number; memoryMegabytes: number }

/** `pids` by whatever name; the memory is that at the end. */
export async function usageWhile<Name extends string>(
  pids: Record<Name, readonly number[]>,
  work: () => Promise<void>,
): Promise<Record<Name, Usage>> {
  const names = Object.keys(pids) as Name[] // the keys of the record
  const ticksOf = (name: Name) => pids[name].reduce((sum, pid) => sum + processorTicks(pid), 0)
  const before = names.map(ticksOf)
  const startedMs = performance.now()
  await work()
  const elapsedSeconds = (performance.now() - startedMs) / MS_PER_SECOND
  const usages = names.map((name, index): [Name, Usage] => [
    name,
    {
      cpuPercent: (100 * (ticksOf(name) - (before[index] ?? 0))) / TICKS_PER_SECOND / elapsedSeconds,
      memoryMegabytes: pids[name].reduce((sum, pid) => sum + proportionalBytes(pid), 0) / MIB_BYTES,
    },
  ])
  return Object.fromEntries(usages) as Record<Name, Usage> // of all its names
}

/** Chromium's processes by kind: `browser`, `renderer`, `GPU` and helpers. */
export async function chromiumPids(browser: Browser): Promise<{ renderer: number[]; others: number[] }> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const idsOf = (isRenderer: boolean) =>
    processInfo.filter(({ type }) => (type === 'renderer') === isRenderer).map(({ id }) => id)
  return { renderer: idsOf(true), others: idsOf(false) }
}

/** Of the process and its threads; 0 when it has ended. */
function processorTicks(pid: number): number {
  const fields = textOf(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? []
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
}

function proportionalBytes(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(textOf(`/proc/${pid}/smaps_rollup`))?.[1]
  return Number(kilobytes ?? 0) * KIB_BYTES
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
