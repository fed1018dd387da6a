/** Starts the process that measures a subject once. */
import { fork } from 'node:child_process'
import { MINUTE_MS } from '../../shared/units/time.ts'
import type { Bench, Measurement, RunSize, Subject } from './bench.ts'

const SCRIPT = new URL('./subjectProcess.ts', import.meta.url)
const LONGEST_MS = 20 * MINUTE_MS
const LAST_WORDS_LENGTH = 2_000

/** Rejects with what the process printed when it gave no measurement. */
export function measureSubject(bench: Bench, subject: Subject, size: RunSize): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    const child = fork(
      SCRIPT,
      [bench.name, subject.name, JSON.stringify({ isQuick: size.isQuick, isLarge: size.isLarge })],
      {
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        timeout: LONGEST_MS,
      },
    )
    let measurement: Measurement | null = null
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output = (output + text).slice(-LAST_WORDS_LENGTH)
      })
    }
    child.on('message', (message) => {
      measurement = message as Measurement // subjectProcess.ts sends nothing else
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (measurement !== null) resolve(measurement)
      else reject(new Error(`${subject.name} ended with ${signal ?? code} and measured nothing\n${output}`))
    })
  })
}
