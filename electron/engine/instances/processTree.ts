/**
 * What Linux tells about the processes of an instance. Everywhere else, and for processes that are
 * gone, the answers are empty.
 */
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import { KIB_BYTES } from '../../../shared/units/bytes.ts'

const buffer = Buffer.alloc(16 * KIB_BYTES)

/** Entries of /proc/self/auxv. */
const AT_PAGESZ = 6n
const AT_CLKTCK = 17n
const PAGE_BYTES = auxiliary(AT_PAGESZ) ?? 4 * KIB_BYTES
export const TICKS_PER_SECOND = auxiliary(AT_CLKTCK) ?? 100

/** Field 22 of /proc/PID/stat: with the pid it names a process for ever (until the next boot). */
export function startTicks(pid: number): number | null {
  const stat = read(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ') // a name may hold spaces
  return fields.length < 20 ? null : Number(fields[19])
}

/**
 * `pid` and what descends from it. `isThorough` also finds children forked by other than the main
 * threads, at ten times the price (0.3 ms for a Node process).
 */
export function processTree(pid: number, isThorough: boolean): number[] {
  const tree = [pid]
  for (let index = 0; index < tree.length; index++) {
    const parent = tree[index] ?? pid
    for (const thread of isThorough ? list(`/proc/${parent}/task`) : [String(parent)]) {
      for (const child of read(`/proc/${parent}/task/${thread}/children`).split(' ')) {
        if (child !== '') tree.push(Number(child))
      }
    }
  }
  return tree
}

/** Shared pages count in every process: at least what they really take. */
export function residentBytes(pids: number[]): number {
  return pids.reduce((sum, pid) => sum + Number(read(`/proc/${pid}/statm`).split(' ')[1] ?? 0) * PAGE_BYTES, 0)
}

/** What a process tree takes: resident bytes as above, and the processor time that it has taken so far. */
export type TreeUsage = { residentBytes: number; cpuTicks: number }

/**
 * One read a process. The time of children that have ended counts for whoever waited for them, so the sum
 * goes on growing when processes come and go. Null: nothing of it can be read.
 */
export function usageOf(pids: Iterable<number>): TreeUsage | null {
  let residentPages = 0
  let cpuTicks = 0
  let count = 0
  for (const pid of pids) {
    const stat = read(`/proc/${pid}/stat`)
    if (stat === '') continue
    count++
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    for (let field = CPU_FIELDS.first; field <= CPU_FIELDS.last; field++) cpuTicks += Number(fields[field])
    residentPages += Number(fields[RESIDENT_FIELD])
  }
  return count === 0 ? null : { residentBytes: residentPages * PAGE_BYTES, cpuTicks }
}

/** In /proc/PID/stat, counted from behind the name: utime, stime, cutime, cstime (14 to 17), and rss (24). */
const CPU_FIELDS = { first: 11, last: 14 }
const RESIDENT_FIELD = 21

/** Shared pages count in part: what they really take, but dear to ask for. */
export function proportionalBytes(pids: number[]): number {
  return pids.reduce((sum, pid) => {
    const match = /^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))
    return sum + Number(match?.[1] ?? 0) * KIB_BYTES
  }, 0)
}

/** Processes with this environment variable, wherever they have detached themselves to. */
export function processesWith(variable: string): number[] {
  return list('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && environmentOf(pid).includes(variable))
}

function environmentOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0')
  } catch {
    return [] // gone, or of another user
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** readFileSync takes twice as long, and these are read ten times a second for each busy instance. */
function read(file: string): string {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch {
    return ''
  }
  try {
    return buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, buffer.length, 0))
  } catch {
    return '' // the process ended meanwhile
  } finally {
    closeSync(descriptor)
  }
}

/** The kernel hands these to every process, as pairs of 64-bit words. Null where it does not. */
function auxiliary(entry: bigint): number | null {
  const words = Buffer.from(read('/proc/self/auxv'), 'latin1')
  for (let at = 0; at + 16 <= words.length; at += 16) {
    if (words.readBigUInt64LE(at) === entry) return Number(words.readBigUInt64LE(at + 8))
  }
  return null
}
