/** How many lines of real instances are stored durably in a second, and does the store notice? */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { BroadcastChannel } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { hostChoices } from '../../electron/cli/hostChoices.ts'
import { startHost } from '../../electron/host/host.ts'
import { MINUTE_MS, SECOND_MS } from '../../shared/units/time.ts'
import type { Bench, Measurement, RunSize } from './bench.ts'
import { benchDir } from './benchDir.ts'
import { NOOP, PRINT_LINES, PRINTER, writeBenchProject } from './benchProject.ts'
import { FcClient } from './fcClient.ts'
import { percentile } from './figures.ts'
import { PAYLOAD } from './payload.ts'
import type { GapReport } from './watchedStore.ts'

const KEY = { id: 'bench-key', secret: 'bench-secret' }
const DEFAULTS = { durability: 'normal', trustAnyKey: false, concurrency: 100, region: 'cn-hangzhou', port: 0 }
const PRINTER_COUNT = 4
const LOOK_EVERY_MS = 20
const SUBMIT_EVERY_MS = 5
/** Before its first line an instance has to start; that is not measured. */
const WARM_UP_LINES = 1_000

const linesOf = ({ isQuick }: RunSize) => (isQuick ? 20_000 : 300_000)

type Watched = { client: FcClient; stored: StoredLines; lineCount: number }

/** How long `work` takes beside a host that takes in tasks steadily, and what its store felt of it. */
async function besideHost(lineCount: number, work: (watched: Watched) => Promise<void>): Promise<Measurement> {
  using dir = benchDir()
  const [projectDir, workspace] = [join(dir.path, 'project'), join(dir.path, 'workspace')]
  writeBenchProject(projectDir)
  const choices = hostChoices({ ...DEFAULTS, workspace, accessKey: [{ ...KEY, accountName: 'default' }] }, projectDir)
  const store = new URL('./watchedStore.ts', import.meta.url)
  const host = await startHost({ choices, stderr: 'quiet', entries: { store } })
  const client = await FcClient.open(host.endpoint.fcEndpoint, KEY)
  const stored = new StoredLines(workspace)
  const gaps = new BroadcastChannel(`gaps ${workspace}`)
  const submitting = new AbortController()
  try {
    await printed({ client, stored, lineCount: WARM_UP_LINES })
    const submits = submitSteadily(host.endpoint.fcEndpoint, submitting.signal)
    gaps.postMessage('begin')
    const startedMs = performance.now()
    await work({ client, stored, lineCount }).finally(() => submitting.abort())
    const elapsedMs = performance.now() - startedMs
    const { longestMs, p99Ms } = await toldGaps(gaps)
    return {
      lines_durable_per_second: (PRINTER_COUNT * lineCount * SECOND_MS) / elapsedMs,
      store_longest_gap_ms: longestMs,
      store_gap_p99_ms: p99Ms,
      submit_meanwhile_p99_ms: percentile(await submits, 0.99),
    }
  } finally {
    gaps.close()
    stored.close()
    client.close()
    await host.stop()
  }
}

function toldGaps(gaps: BroadcastChannel): Promise<GapReport> {
  const report = new Promise<GapReport>((resolve) => {
    gaps.onmessage = (message) => resolve((message as { data: GapReport }).data) // watchedStore.ts sends nothing else
  })
  gaps.postMessage('tell')
  return report
}

/** Resolves when all that so many instances printed at once is stored. */
async function printed({ client, stored, lineCount }: Watched): Promise<void> {
  const before = stored.count
  for (let n = 0; n < PRINTER_COUNT; n++) await client.submit(PRINTER, String(lineCount))
  const untilMs = performance.now() + MINUTE_MS
  while (stored.count - before < PRINTER_COUNT * lineCount) {
    if (performance.now() > untilMs) throw new Error(`only ${stored.count - before} lines were stored in a minute`)
    await pause(LOOK_EVERY_MS)
  }
}

/** Tasks that do nothing, so that the store has something to commit in all its turns. Resolves with the times. */
async function submitSteadily(endpoint: string, signal: AbortSignal): Promise<number[]> {
  const client = await FcClient.open(endpoint, KEY)
  const timesMs: number[] = []
  while (!signal.aborted) {
    const startedMs = performance.now()
    await client.submit(NOOP, PAYLOAD)
    timesMs.push(performance.now() - startedMs)
    await pause(SUBMIT_EVERY_MS)
  }
  client.close()
  return timesMs
}

/** Looks from outside, as another process would: what it sees is committed. */
class StoredLines {
  readonly #db: Database.Database
  readonly #count

  constructor(workspaceDir: string) {
    this.#db = new Database(join(workspaceDir, 'logs.db'), { readonly: true })
    this.#count = this.#db.prepare<[], number>('SELECT ifnull(sum(line_count), 0) FROM output_zone').pluck()
  }

  get count(): number {
    return this.#count.get() ?? 0
  }

  close(): void {
    this.#db.close()
  }
}

/** As many Nodes at once, each with its output appended to one file by the system itself. */
async function appended(lineCount: number): Promise<void> {
  using dir = benchDir()
  const file = openSync(join(dir.path, 'plain.log'), 'a')
  const script = `const print = ${PRINT_LINES}
    const log = console.log
    console.log = (...args) => log(new Date().toISOString() + ' 1-00000000-00000000-000000000000 [info] ' + require('util').format(...args))
    print(${lineCount})`
  const children = Array.from({ length: PRINTER_COUNT }, () =>
    spawn(process.execPath, ['-e', script], { stdio: ['ignore', file, 'inherit'] }),
  )
  await Promise.all(children.map((child) => once(child, 'exit')))
  closeSync(file)
}

export const logs: Bench = {
  name: 'logs',
  about: `lines of ${PRINTER_COUNT} Node functions that print with console.log at once, stored so that another process sees them`,
  notes: [
    'A line has about 130 bytes. Meanwhile tasks are submitted every 5 ms: gaps are between the turns of the thread that stores',
    'them, watched every millisecond. Plain file: as many Nodes that print the same, their start included, appended to a file by',
    'the system itself, beside a host that stores no output: what its store waits for then is only its turn on the processor.',
  ],
  subjects: [
    { name: 'taskyard', kind: 'ours', measure: (size) => besideHost(linesOf(size), printed) },
    { name: 'plain file', kind: 'limit', measure: (size) => besideHost(linesOf(size), () => appended(linesOf(size))) },
  ],
  targets: [
    { figure: 'lines_durable_per_second', times: 100_000, against: null },
    { figure: 'store_longest_gap_ms', times: 20, against: null },
  ],
}
