/** Real instance pools over a temporary workspace, with what they report gathered for the test. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Clock, systemClock } from '../../electron/base/clock.ts'
import type { Samples } from '../../electron/base/instanceCalls.ts'
import { InstancePools, type InstancePoolsDeps } from '../../electron/engine/instances/instancePools.ts'
import { type Isolation, type IsolationKind, probeIsolation } from '../../electron/engine/instances/isolation.ts'
import type { LocateInterpreter } from '../../electron/engine/instances/locateInterpreter.ts'
import { askNode } from '../../electron/engine/instances/nodeInstallations.ts'
import type {
  AttemptEnd,
  AttemptStart,
  FunctionSpec,
  InstanceReport,
  Invocation,
  OutputChunk,
} from '../../electron/engine/messages.ts'
import { temporaryDir } from './temporaryDir.ts'
import { testSpec } from './testSpec.ts'
import { until } from './until.ts'

const FIXTURES = join(import.meta.dirname, '../fixtures/functions')
const TICK_MS = 100

export type TestPoolsOptions = {
  clock?: Clock // with one of its own, a test ticks by hand
  kinds?: IsolationKind[]
  isolation?: Isolation
  maxStartsAtOnce?: number
  machineConcurrency?: number
  locateInterpreter?: LocateInterpreter
}
type RunOptions = Partial<
  Pick<Invocation, 'key' | 'functionId' | 'requestId' | 'attempt' | 'retryCount' | 'wantsLogTail'>
>

/** The Node of the tests starts faster than most; INSTANCE_NODE names another, to try the bootstrap under it. */
const testNode: LocateInterpreter = () => {
  const found = askNode(process.env.INSTANCE_NODE ?? process.execPath)
  if (found === null) throw new Error(`${process.env.INSTANCE_NODE} is no Node`)
  return { ...found, notice: null }
}

/** A copy in a folder of its own, under the system's /tmp. */
export function fixtureCode(name: string): string {
  const codePath = temporaryDir()
  cpSync(join(FIXTURES, name), codePath, { recursive: true })
  return codePath
}

export function openPools(options: TestPoolsOptions = {}): TestPools {
  const pools = new TestPools(options)
  onTestFinished(() => pools.close())
  return pools
}

export class TestPools {
  readonly workspaceDir = temporaryDir()
  readonly starts: AttemptStart[] = []
  readonly ends = new Map<number, AttemptEnd>()
  readonly reports: InstanceReport[] = []
  readonly chunks: OutputChunk[] = []
  /** What was handed over to be kept, by instance. */
  readonly samples = new Map<string, Samples>()
  sampledCount = 0 // rounds
  readonly pools: InstancePools
  readonly #ticking: NodeJS.Timeout | null
  readonly #waiting = new Map<number, (end: AttemptEnd) => void>()
  #lastKey = 0

  constructor({
    clock,
    kinds,
    isolation,
    maxStartsAtOnce = 2,
    machineConcurrency = 1_000,
    locateInterpreter = testNode,
  }: TestPoolsOptions) {
    const { workspaceDir } = this
    const deps: InstancePoolsDeps = {
      clock: clock ?? systemClock,
      options: { workspaceDir, maxStartsAtOnce, machineConcurrency },
      notify: () => {},
      onStarted: (start) => this.starts.push(start),
      onEnded: (key, end) => this.#onEnded(key, end),
      onInstance: (report) => this.reports.push(report),
      onOutput: (chunk) => this.chunks.push(chunk),
      onSamples: (instanceId, samples) => this.samples.set(instanceId, samples),
      onSampled: () => this.sampledCount++,
      locateInterpreter,
    }
    if (kinds !== undefined) deps.isolation = probeIsolation({ workspaceDir, kinds })
    if (isolation !== undefined) deps.isolation = isolation
    this.pools = new InstancePools(deps)
    this.#ticking = clock === undefined ? setInterval(() => this.pools.tick(), TICK_MS) : null
  }

  /** A function whose code is a copy of a fixture, unless `codePath` is given. */
  add(fixture: string, change: Partial<FunctionSpec> = {}): FunctionSpec {
    const spec = testSpec({ codePath: change.codePath ?? fixtureCode(fixture), ...change })
    this.pools.setFunction(spec)
    return spec
  }

  /** Returns the key. */
  run(payload: unknown, change: RunOptions = {}): number {
    const key = change.key ?? ++this.#lastKey
    this.pools.run({
      key,
      functionId: 1,
      requestId: `request-${key}`,
      taskId: null,
      attempt: 1,
      retryCount: 0,
      payload: typeof payload === 'string' || payload instanceof Uint8Array ? payload : JSON.stringify(payload),
      wantsLogTail: false,
      ...change,
    })
    return key
  }

  ended(key: number): Promise<AttemptEnd> {
    const end = this.ends.get(key)
    if (end !== undefined) return Promise.resolve(end)
    return new Promise((resolve) => this.#waiting.set(key, resolve))
  }

  call(payload: unknown, change: RunOptions = {}): Promise<AttemptEnd> {
    return this.ended(this.run(payload, change))
  }

  /** What the handler returned, as text. */
  async result(payload: unknown, change: RunOptions = {}): Promise<string> {
    const end = await this.call(payload, change)
    if (end.outcome !== 'succeeded') throw new Error(`not a success: ${JSON.stringify(end)}`)
    return String(end.result)
  }

  /** The error's type and its parsed body. */
  async failure(payload: unknown, change: RunOptions = {}) {
    const end = await this.call(payload, change)
    if (end.outcome !== 'failed') throw new Error(`not a failure: ${JSON.stringify(end)}`)
    return { errorType: end.errorType, body: JSON.parse(end.errorBody) as Record<string, unknown> }
  }

  started(key: number): Promise<AttemptStart> {
    return until(() => this.starts.find((start) => start.key === key), { what: `the start of ${key}`, everyMs: 5 })
  }

  report(matches: (report: InstanceReport) => boolean, what = 'a report'): Promise<InstanceReport> {
    return until(() => this.reports.find(matches), { what, everyMs: 5 })
  }

  printed(key: number | null, stream?: OutputChunk['stream']): string {
    return this.chunks
      .filter((chunk) => chunk.key === key && (stream === undefined || chunk.stream === stream))
      .map(({ text }) => text)
      .join('')
  }

  /** Instances that have not ended yet. */
  get living(): string[] {
    const states = new Map(this.reports.map(({ instanceId, state }) => [instanceId, state]))
    return [...states].filter(([, state]) => state !== 'stopped' && state !== 'crashed').map(([id]) => id)
  }

  async close(): Promise<void> {
    await this.pools.close()
    if (this.#ticking !== null) clearInterval(this.#ticking)
  }

  #onEnded(key: number, end: AttemptEnd): void {
    if (this.ends.has(key)) throw new Error(`${key} ended twice: ${JSON.stringify(end)}`)
    this.ends.set(key, end)
    this.#waiting.get(key)?.(end)
  }
}
