/** Thread of the roofline's store: repeats passive checkpoints until one is short, then says so. */
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

const CAUGHT_UP_BELOW_MS = 12
const MAX_PASS_COUNT = 12

const db = new Database(workerData as string) // the path of the database
db.pragma('synchronous = NORMAL')
parentPort?.on('message', () => {
  for (let pass = 1; pass <= MAX_PASS_COUNT; pass++) {
    const startedMs = performance.now()
    db.pragma('wal_checkpoint(PASSIVE)')
    if (performance.now() - startedMs < CAUGHT_UP_BELOW_MS) break
  }
  parentPort?.postMessage('caught up')
})
