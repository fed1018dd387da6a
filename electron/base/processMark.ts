/**
 * Tells a process from a later one that was given the same pid. Null: no such process (one that has
 * ended but was not reaped counts as none).
 */
import { readFileSync } from 'node:fs'

export function processMark(pid: number): string | null {
  return process.platform === 'linux' ? linuxMark(pid) : plainMark(pid)
}

/** Ticks from boot to start, and which boot: field 22 of /proc/PID/stat counts from there. */
function linuxMark(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ') // a name may hold spaces
    if (state === 'Z' || state === 'X') return null
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[18]}`
  } catch {
    return null
  }
}

/** Elsewhere the start time costs a child process; whoever asks also checks a token (endpointFile.ts). */
function plainMark(pid: number): string | null {
  try {
    process.kill(pid, 0)
    return 'alive'
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? 'alive' : null
  }
}
