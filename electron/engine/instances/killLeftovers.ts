/**
 * Ends instances that a former host left behind where the system could not do it (no namespaces, no
 * pdeathsig): their pids and start times were stored before their first task (DESIGN.md section 2).
 */
import { readFileSync } from 'node:fs'
import type { LivingInstanceRow } from '../../storage/instances.sql.ts'

/** Returns how many were still alive. A pid that another process has by now is left alone. */
export function killLeftovers(instances: readonly LivingInstanceRow[]): number {
  const alive = instances.filter(({ pid, pidStartedAtTicks }) => startedAtTicks(pid) === pidStartedAtTicks)
  for (const { pid } of alive) {
    for (const target of [-pid, pid]) {
      try {
        process.kill(target, 'SIGKILL') // the group first: it holds what the instance started
      } catch {
        // gone meanwhile, or no group of its own
      }
    }
  }
  return alive.length
}

/** Field 22 of /proc/PID/stat: ticks from boot to the start of the process. Null: no such process. */
export function startedAtTicks(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]) // a name may hold spaces
  } catch {
    return null
  }
}
