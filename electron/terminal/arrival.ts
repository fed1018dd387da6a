/** Waits until a started program says that it is inside (shell.ts), or has ended before it could. */
import type { ChildProcess } from 'node:child_process'
import { ARRIVAL } from './enterInstance.ts'

export function arrivalOf(child: ChildProcess): Promise<boolean> {
  const word = child.stdio[ARRIVAL]
  if (!word) return Promise.resolve(false)
  return new Promise((resolve) => {
    word.once('data', () => resolve(true))
    word.once('close', () => resolve(false)) // after a word it changes nothing
    word.on('error', () => {})
    child.once('error', () => resolve(false))
  })
}
