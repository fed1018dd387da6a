import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Revision } from '../../../electron/base/revision.ts'
import { instanceCalls } from '../../../electron/engine/instances/instanceCalls.ts'
import type { IsolationKind } from '../../../electron/engine/instances/isolation.ts'
import type { AttemptEnd, InstanceReport } from '../../../electron/engine/messages.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'
import { FakeClock } from '../../support/fakeClock.ts'
import { hasIsolation } from '../../support/hasIsolation.ts'
import { processesNamed, processesOfInstance } from '../../support/instanceProcesses.ts'
import { openPools, type TestPools } from '../../support/testPools.ts'
import { until } from '../../support/until.ts'

const HOLD_MS = 60 * SECOND_MS
const NAMESPACES = ['unshare', 'bwrap'] as const
const FAILURES = [
  ['its handler threw', { fail: 'as asked' }],
  ['its process exited', { exit: 3 }],
  ['it took too long', { sleep: 60_000 }],
  ['it was killed', { killSelf: 'SIGKILL' }],
] as const

const KEPT = { state: 'stopped', detail: 'kept, because an attempt failed in it' }

const isLinux = process.platform === 'linux'
const marker = () => String(Math.floor(Math.random() * 1e12)).padStart(12, '1')
const inside = (pid: number, script: string) =>
  execFileSync('nsenter', ['-t', String(pid), '-m', '-p', 'sh', '-c', script], { encoding: 'utf8' })

/** Without what differs from run to run. */
const steady = (text: string | null) =>
  text
    ?.replace(/[\d.]+(MB|ms)/g, 'N$1')
    .replace(/:\d+:\d+\)?/g, ':N')
    .replace(/taskyard-test-\w+/g, 'code')

function facts(end: AttemptEnd) {
  if (end.outcome !== 'failed') throw new Error(`not a failure: ${JSON.stringify(end)}`)
  const { outcome, errorType, errorBody } = end
  return { outcome, errorType, text: steady(errorBody) }
}
const endOf = ({ state, detail }: InstanceReport) => ({ state, detail: steady(detail) })

/** An instance that wrote a file and left stray processes, in which an attempt then failed. */
async function failIn(pools: TestPools, deed: object, file = '/tmp/made-by-handler') {
  const instanceId = await pools.result({ instance: 0 })
  const environment = JSON.parse(await pools.result({ environment: 0 })) as Record<string, string>
  await pools.call({ write: [file, 'mine'] })
  const mark = marker()
  await pools.result({ detach: mark })
  const strays = () => processesNamed(`sleep\x00600.${mark}`)
  await until(() => strays().length >= 3, { what: 'the detached processes' })
  const key = pools.run(deed)
  const end = await pools.ended(key)
  return {
    instanceId,
    environment,
    strays,
    key,
    end,
    /** How the instance itself ended. Without holding, one whose handler threw goes on. */
    report: () =>
      pools.report(
        (each) => each.instanceId === instanceId && (each.state === 'stopped' || each.state === 'crashed'),
        'the end of the instance',
      ),
  }
}

describe.runIf(isLinux).each(NAMESPACES)('an instance held in namespaces made by %s', (kind) => {
  const isHere = hasIsolation(kind)

  it.runIf(isHere).each(FAILURES)('keeps its files, environment and nothing else when %s', async (_when, deed) => {
    const plain = openPools({ kinds: [kind] })
    plain.add('deeds', { timeoutMs: SECOND_MS })
    const without = await failIn(plain, deed)

    const pools = openPools({ kinds: [kind] })
    const { codePath } = pools.add('deeds', { timeoutMs: SECOND_MS, holdMs: HOLD_MS, environment: { COLOUR: 'blue' } })
    const { instanceId, environment, strays, key, end, report } = await failIn(pools, deed)
    expect(facts(end)).toEqual(facts(without.end))
    expect(endOf(await report())).toEqual('fail' in deed ? KEPT : endOf(await without.report()))

    const target = pools.pools.loginTarget(instanceId)
    expect(target).toMatchObject({ isHeld: true, hasNamespaces: true, runs: [{ key, requestId: `request-${key}` }] })
    expect(environment).toMatchObject(target.environment)
    expect(target.environment).toMatchObject({ COLOUR: 'blue', FC_INSTANCE_ID: instanceId })
    expect(inside(target.pid, 'cat /tmp/made-by-handler')).toBe('mine')
    expect(inside(target.pid, 'cat /code/index.js')).toBe(readFileSync(`${codePath}/index.js`, 'utf8'))
    expect(strays()).toEqual([])
    expect(inside(target.pid, 'cat /proc/[0-9]*/comm')).not.toMatch(/node|sleep/)

    expect(await pools.result({ instance: 0 })).not.toBe(instanceId)
    const [held] = pools.pools.held
    pools.pools.held.end(held!)
    await until(() => processesOfInstance(instanceId).length === 0, { what: 'the end of every process' })
    expect(() => pools.pools.loginTarget(instanceId)).toThrow(expect.objectContaining({ code: 'instance_not_found' }))
  })

  it.runIf(isHere)('lets what else it runs finish first', async () => {
    const pools = openPools({ kinds: [kind] })
    pools.add('deeds', { holdMs: HOLD_MS, instanceConcurrency: 2 })
    const instanceId = await pools.result({ instance: 0 })
    const long = pools.run({ sleep: 600 })
    await pools.started(long)
    expect(await pools.failure({ fail: 'as asked' })).toMatchObject({ body: { errorMessage: 'as asked' } })
    expect(pools.pools.loginTarget(instanceId).isHeld).toBe(false)
    expect(await pools.result({ instance: 0 })).not.toBe(instanceId)
    expect(await pools.ended(long)).toMatchObject({ outcome: 'succeeded' })
    await pools.report((report) => report.instanceId === instanceId && report.state === 'stopped')
    expect(pools.pools.loginTarget(instanceId)).toMatchObject({ isHeld: true, runs: [expect.any(Object)] })
  })

  it.runIf(isHere)('gives out all that was printed before the end', async () => {
    const pools = openPools({ kinds: [kind] })
    pools.add('deeds', { holdMs: HOLD_MS })
    const key = pools.run({ shellThenExit: 'seq 1 40000' })
    await pools.ended(key)
    expect(pools.printed(key, 'stdout').trim().split('\n').length).toBe(40_000)
  })

  it.runIf(isHere)('keeps the terminals that were open when it failed', async () => {
    const pools = openPools({ kinds: [kind] })
    pools.add('deeds', { holdMs: HOLD_MS })
    const instanceId = await pools.result({ instance: 0 })
    const { pid } = pools.pools.loginTarget(instanceId)
    const mark = marker()
    const terminal = spawn('nsenter', ['-t', String(pid), '-m', '-p', 'sh', '-c', `sleep 600.${mark}; :`])
    const living = () => processesNamed(`sleep\x00600.${mark}`)
    await until(() => living().length === 1, { what: 'what runs in the terminal' })
    await pools.failure({ exit: 3 })
    await pools.report(({ state }) => state === 'crashed')
    expect(living().length).toBe(1)
    expect(terminal.exitCode).toBeNull()
    await pools.close()
    await until(() => living().length === 0, { what: 'the end of the terminal' })
  })

  it.runIf(isHere)('is not kept when nothing has failed, and leaves no process', async () => {
    const pools = openPools({ kinds: [kind] })
    pools.add('deeds', { holdMs: HOLD_MS })
    const instanceId = await pools.result({ instance: 0 })
    pools.pools.removeFunction(1)
    await until(() => processesOfInstance(instanceId).length === 0, { what: 'the end of every process' })
    expect([...pools.pools.held]).toEqual([])
  })
})

describe.runIf(isLinux)('an instance held without namespaces', () => {
  it.each(FAILURES)('keeps its temporary folder and environment when %s', async (_when, deed) => {
    const plain = openPools({ kinds: ['none'] })
    plain.add('deeds', { timeoutMs: SECOND_MS })
    const without = await failIn(plain, deed, '/dev/null')

    const pools = openPools({ kinds: ['none'] })
    const { codePath } = pools.add('deeds', { timeoutMs: SECOND_MS, holdMs: HOLD_MS })
    const { instanceId, environment, strays, key, end, report } = await failIn(pools, deed, '/dev/null')
    expect(facts(end)).toEqual(facts(without.end))
    expect(endOf(await report())).toEqual('fail' in deed ? KEPT : endOf(await without.report()))

    const target = pools.pools.loginTarget(instanceId)
    expect(target).toMatchObject({ isHeld: true, hasNamespaces: false, codePath, runs: [{ key }] })
    expect(environment).toMatchObject(target.environment)
    expect(processesOfInstance(instanceId)).toEqual([target.pid])
    expect(readlinkSync(`/proc/${target.pid}/cwd`)).toBe(codePath)
    expect(existsSync(target.environment.TMPDIR!)).toBe(true)
    expect(strays()).toEqual([])

    pools.pools.held.endAll()
    await until(() => processesOfInstance(instanceId).length === 0 && !existsSync(target.environment.TMPDIR!), {
      what: 'the end of its processes and folder',
    })
  })
})

describe.runIf(isLinux).each(['unshare', 'bwrap', 'none'] as IsolationKind[])(
  'the time of a held instance (%s)',
  (kind) => {
    const isHere = hasIsolation(kind)

    /** A clock that the test turns, so it ticks by hand, too. */
    async function holdOne() {
      const clock = new FakeClock()
      const pools = openPools({ kinds: [kind], clock })
      pools.add('deeds', { holdMs: HOLD_MS })
      await pools.failure({ exit: 3 })
      await pools.report(({ state }) => state === 'crashed')
      const [held] = pools.pools.held
      return { clock, pools, held: held!, processes: () => processesOfInstance(held!.id) }
    }

    it.runIf(isHere)('is as long as the function says, and then nothing is left', async () => {
      const { clock, pools, held, processes } = await holdOne()
      expect(held.heldUntilMs).toBe(clock.nowMs() + HOLD_MS)
      clock.advanceMs(HOLD_MS - 1)
      pools.pools.tick()
      expect([...pools.pools.held]).toEqual([held])
      expect(processes().length).toBeGreaterThan(0)
      clock.advanceMs(1)
      pools.pools.tick()
      expect([...pools.pools.held]).toEqual([])
      await until(() => processes().length === 0, { what: 'the end of every process' })
    })

    it.runIf(isHere)('goes on while a terminal is open', async () => {
      const { clock, pools, held, processes } = await holdOne()
      held.setTerminals(1)
      clock.advanceMs(2 * HOLD_MS)
      pools.pools.tick()
      expect(processes().length).toBeGreaterThan(0)
      held.setTerminals(0)
      pools.pools.tick()
      await until(() => processes().length === 0, { what: 'the end of every process' })
    })

    it.runIf(isHere)('ends with its function, and with its host', async () => {
      const { pools, processes } = await holdOne()
      pools.pools.removeFunction(1)
      await until(() => processes().length === 0, { what: 'the end of every process' })
      const other = await holdOne()
      await other.pools.close()
      expect(other.processes()).toEqual([])
    })
  },
)

describe.runIf(isLinux)('what the gateway hears of held instances', () => {
  const open = () => {
    const pools = openPools({ kinds: ['unshare', 'bwrap', 'none'] })
    pools.add('deeds', { holdMs: HOLD_MS })
    const revision = new Revision()
    return { pools, calls: instanceCalls({ pools: pools.pools, revision, knowsFunctions: () => true }) }
  }

  it('is their real end, until when they are kept, and what failed', async () => {
    const { pools, calls } = open()
    const key = pools.run({ exit: 3 })
    await pools.ended(key)
    const [live] = await calls.liveInstances()
    expect(live).toMatchObject({
      state: 'crashed',
      heldUntilMs: expect.any(Number),
      terminalCount: 0,
      runs: [{ key, requestId: `request-${key}`, taskId: null, attempt: 1 }],
    })
    expect(await calls.loginTarget(live!.instanceId)).toMatchObject({ isHeld: true, runs: live!.runs })
    expect(await calls.samplesOf(live!.instanceId)).not.toBeNull()
    await calls.setTerminals({ [live!.instanceId]: 2 })
    expect(await calls.liveInstances()).toMatchObject([{ terminalCount: 2 }])
  })

  it('is that a stop ends the hold, and that there is nothing to restart', async () => {
    const { pools, calls } = open()
    await pools.failure({ exit: 3 })
    const [live] = await calls.liveInstances()
    const { instanceId } = live!
    await expect(calls.restartInstance(instanceId)).rejects.toMatchObject({ code: 'instance_ended' })
    await calls.stopInstance({ instanceId, when: 'afterTasks' })
    expect(await calls.liveInstances()).toEqual([])
    await until(() => processesOfInstance(instanceId).length === 0, { what: 'the end of every process' })
    await expect(calls.stopInstance({ instanceId, when: 'now' })).rejects.toMatchObject({ code: 'instance_not_found' })
  })
})
