/**
 * Which processes of a host are alive, found by what the kernel knows of them: the host names its workspace,
 * an instance the code folder that is mounted into it.
 */
import { readdirSync, readFileSync } from 'node:fs'

/** Pids of processes other than this one that name one of the folders; zombies do not count. */
export function livingProcesses(...folders: string[]): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => folders.some((folder) => names(pid, folder)))
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
