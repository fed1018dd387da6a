/** Looks for processes as a test would with `ps`: by their command lines or environments. Zombies do not count. */
import { readdirSync, readFileSync } from 'node:fs'

/** `text` stands in the command line, whose words are separated by `\x00`. */
export function processesNamed(text: string): number[] {
  return livingPids().filter((pid) => read(`/proc/${pid}/cmdline`).includes(text))
}

/** All processes of an instance carry its id in their environment. */
export function processesOfInstance(instanceId: string): number[] {
  return livingPids().filter((pid) => read(`/proc/${pid}/environ`).includes(`FC_INSTANCE_ID=${instanceId}\x00`))
}

function livingPids(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && !/^[ZX]|^$/.test(read(`/proc/${pid}/stat`).replace(/^.*\) /s, '')))
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return '' // gone meanwhile
  }
}
