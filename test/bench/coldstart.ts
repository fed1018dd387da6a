/** How long does a function wait for its first instance? */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../electron/base/clock.ts'
import { InstancePools, placesOfHost } from '../../electron/engine/instances/instancePools.ts'
import { type Isolation, type IsolationKind, probeIsolation } from '../../electron/engine/instances/isolation.ts'
import { interpreterLocator } from '../../electron/engine/instances/locateInterpreter.ts'
import type { AttemptEnd } from '../../electron/engine/messages.ts'
import { testSpec } from '../support/testSpec.ts'
import type { Bench, Measurement, RunSize } from './bench.ts'
import { benchDir } from './benchDir.ts'
import { percentile } from './figures.ts'
import { PAYLOAD } from './payload.ts'
import { wallMs } from './wallClock.ts'

const KINDS: readonly IsolationKind[] = ['bwrap', 'unshare', 'none']
const FIGURE: Record<IsolationKind, string> = {
  bwrap: 'in_bwrap_ms',
  unshare: 'in_unshare_ms',
  none: 'plain_process_ms',
}
const CODE = 'exports.handler = async () => String(performance.timeOrigin + performance.now())\n'
const FIRST_MESSAGE = "require('node:fs').writeSync(3, 'x')"

/** A host looks for it once. */
const locateInterpreter = interpreterLocator(placesOfHost())

/** Little, as instances have it: some of the user's variables make Node start late. */
const BARE_ENVIRONMENT = { PATH: process.env.PATH }

const countOf = ({ isQuick }: RunSize) => (isQuick ? 3 : 20)

/** Those that this system grants. */
function isolations(workspaceDir: string): Isolation[] {
  return KINDS.map((kind) => ({ kind, isolation: probeIsolation({ workspaceDir, kinds: [kind] }) }))
    .filter(({ kind, isolation }) => isolation.kind === kind)
    .map(({ isolation }) => isolation)
}

async function measureOurs(count: number): Promise<Measurement> {
  using dir = benchDir()
  writeFileSync(join(dir.path, 'index.js'), CODE)
  const measurement: Measurement = {}
  for (const isolation of isolations(dir.path)) {
    const timesMs: number[] = []
    for (let start = 0; start < count; start++) timesMs.push(await coldStartMs(dir.path, isolation))
    measurement[FIGURE[isolation.kind]] = percentile(timesMs, 0.5)
  }
  return measurement
}

/** From the invocation, for which there is no instance yet, to the first line of its handler. */
async function coldStartMs(dir: string, isolation: Isolation): Promise<number> {
  const ended = Promise.withResolvers<AttemptEnd>()
  const pools = new InstancePools({
    clock: systemClock,
    options: { workspaceDir: dir, maxStartsAtOnce: 1, machineConcurrency: 1 },
    notify: () => {},
    onStarted: () => {},
    onEnded: (_key, end) => ended.resolve(end),
    onInstance: () => {},
    onOutput: () => {},
    isolation,
    locateInterpreter,
  })
  pools.setFunction(testSpec({ codePath: dir }))
  const startedMs = wallMs()
  pools.run({
    key: 1,
    functionId: 1,
    requestId: 'request-1',
    taskId: null,
    attempt: 1,
    retryCount: 0,
    payload: PAYLOAD,
    wantsLogTail: false,
  })
  const end = await ended.promise
  await pools.close()
  if (end.outcome !== 'succeeded') throw new Error(`no cold start: ${JSON.stringify(end)}`)
  return Number(end.result) - startedMs
}

/** The interpreter that instances run on, started bare: until its first message, and until its end. */
async function measureBareSpawn(count: number): Promise<Measurement> {
  using dir = benchDir()
  const { path } = locateInterpreter(testSpec())
  const messagesMs: number[] = []
  const exitsMs: number[] = []
  for (let start = 0; start < count; start++) {
    messagesMs.push(await firstMessageMs(path))
    exitsMs.push(await exitMs(path))
  }
  const messageMs = percentile(messagesMs, 0.5)
  const figures = isolations(dir.path).map(({ kind }) => [FIGURE[kind], messageMs])
  return { ...Object.fromEntries(figures), empty_program_until_its_end_ms: percentile(exitsMs, 0.5) }
}

async function firstMessageMs(interpreter: string): Promise<number> {
  const startedMs = performance.now()
  const child = spawn(interpreter, ['-e', FIRST_MESSAGE], {
    env: BARE_ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const exit = once(child, 'exit')
  const channel = child.stdio[3]
  if (!channel) throw new Error('the child has no channel')
  await once(channel, 'data')
  const elapsedMs = performance.now() - startedMs
  await exit
  return elapsedMs
}

async function exitMs(interpreter: string): Promise<number> {
  const startedMs = performance.now()
  await once(spawn(interpreter, ['-e', '0'], { env: BARE_ENVIRONMENT, stdio: 'ignore' }), 'exit')
  return performance.now() - startedMs
}

export const coldstart: Bench = {
  name: 'coldstart',
  about: 'from an invocation without an instance to the first line of its handler',
  notes: [
    'By the ways of isolation that this system grants; the host takes the first. "bare spawn": the same interpreter with',
    'node -e, until its first message on a pipe.',
  ],
  subjects: [
    { name: 'taskyard', kind: 'ours', measure: (size) => measureOurs(countOf(size)) },
    { name: 'bare spawn', kind: 'limit', measure: (size) => measureBareSpawn(countOf(size)) },
  ],
  targets: Object.values(FIGURE).map((figure) => ({ figure, times: 2, against: 'bare spawn' })),
}
