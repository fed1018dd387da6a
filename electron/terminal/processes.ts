/** What the system tells about the processes around a terminal. */
import { readdirSync, readFileSync } from 'node:fs'

export type ProcessIdentity = { pid: number; pidStartedAtTicks: number | null }

const EXITING = 0x4 // PF_EXITING: it is on its way out, though it still has a state

/** The fields of /proc/PID/stat behind the name, from `state` on. Null: no such process. */
function statFields(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ') // a name may hold spaces
  } catch {
    return null
  }
}

/** Is it still the process that was meant, and not on its way out? */
export function isLiving({ pid, pidStartedAtTicks }: ProcessIdentity): boolean {
  if (process.platform !== 'linux') return hasPid(pid)
  const fields = statFields(pid)
  if (fields === null || /^[ZX]$/.test(fields[0] ?? '')) return false
  return (Number(fields[6]) & EXITING) === 0 && (pidStartedAtTicks ?? Number(fields[19])) === Number(fields[19])
}

/** The process that leads the session of a program: nsenter itself stays outside, with one child inside. */
export function sessionLeader(pid: number): number {
  const isLeader = (one: number) => Number(statFields(one)?.[3]) === one
  if (isLeader(pid)) return pid
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ')
    return children.map(Number).find(isLeader) ?? pid
  } catch {
    return pid
  }
}

/** Ends everything in the session of `leader`, also in the background. What made a session of its own stays. */
export function killSession(leader: number): void {
  if (leader <= 1) return // it never started; 0 is the session of whatever came from outside of a container
  for (const name of listProcesses()) {
    const pid = Number(name)
    if (Number(statFields(pid)?.[3]) === leader) kill(pid)
  }
}

export function kill(pid: number): void {
  if (pid <= 1) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // gone meanwhile
  }
}

function listProcesses(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return [] // not Linux
  }
}

function hasPid(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
