/** Which processes of a workspace are alive: its host and the instances, found by what the kernel knows of them. */
import { readdirSync, readFileSync } from 'node:fs'

/** Pids of processes other than this one that name the folder in their command line or environment; zombies do not count. */
export function livingProcesses(workspaceDir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => names(pid, workspaceDir))
    .map(Number)
}

function names(pid: string, folder: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    if (stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')) return false
    return ['cmdline', 'environ', 'mountinfo'].some((file) =>
      readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(folder),
    )
  } catch {
    return false // gone meanwhile
  }
}
