import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { processTree, type TreeUsage, usageOf } from '../../../electron/engine/instances/processTree.ts'
import { type Sample, SampleRing } from '../../../electron/engine/instances/sampleRing.ts'
import { UsageRounds } from '../../../electron/engine/instances/usageRounds.ts'
import { cpuPercentOf, UsageSampler } from '../../../electron/engine/instances/usageSampler.ts'
import { FakeClock } from '../../support/fakeClock.ts'
import { until } from '../../support/until.ts'

const sample = fc.record({
  atMs: fc.integer({ min: 0, max: 2 ** 43 }),
  cpuPercent: fc.integer({ min: 0, max: 64_000 }).map((tenths) => tenths / 10),
  memoryBytes: fc.integer({ min: 0, max: 2 ** 30 - 1 }).map((pages) => pages * 4_096),
})
const columns = (samples: Sample[]) => ({
  atMs: samples.map(({ atMs }) => atMs),
  cpuPercents: samples.map(({ cpuPercent }) => cpuPercent),
  memoryBytes: samples.map(({ memoryBytes }) => memoryBytes),
})

describe('a ring of samples', () => {
  it('has the last ones in order, however many were added', () => {
    const counts = { maxCount: fc.integer({ min: 1, max: 300 }), asked: fc.integer({ min: 0, max: 400 }) }
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 700 }), fc.record(counts), (samples, { maxCount, asked }) => {
        const ring = new SampleRing(maxCount)
        for (const one of samples) ring.add(one)
        const kept = samples.slice(-maxCount)
        expect(ring.addedCount).toBe(samples.length)
        expect(ring.last()).toEqual(columns(kept))
        expect(ring.last(asked)).toEqual(columns(asked === 0 ? [] : kept.slice(-asked)))
      }),
    )
  })

  it('holds an hour', () => {
    const ring = new SampleRing()
    for (let second = 0; second < 4_000; second++) ring.add({ atMs: second * 1_000, cpuPercent: 1, memoryBytes: 4_096 })
    const { atMs } = ring.last()
    expect([atMs.length, atMs[0], atMs.at(-1)]).toEqual([3_600, 400_000, 3_999_000])
  })
})

describe('the percent of a core', () => {
  it('is the time that the processor worked out of the time that passed', () => {
    expect(cpuPercentOf({ ticks: 100, spanMs: 1_000 })).toBe(100)
    expect(cpuPercentOf({ ticks: 25, spanMs: 1_000 })).toBe(25)
    expect(cpuPercentOf({ ticks: 25, spanMs: 500 })).toBe(50)
    expect(cpuPercentOf({ ticks: 400, spanMs: 1_000 })).toBe(400)
  })

  it('is never negative nor endless', () => {
    expect(cpuPercentOf({ ticks: -30, spanMs: 1_000 })).toBe(0)
    expect(cpuPercentOf({ ticks: 30, spanMs: 0 })).toBe(0)
  })
})

describe('sampling the usage of an instance', () => {
  const usage =
    (cpuTicks: number, residentBytes = 4_096) =>
    (): TreeUsage => ({ cpuTicks, residentBytes })

  it('takes each percent since the sample before, the first one since the start', () => {
    const clock = new FakeClock()
    const startedAtMs = clock.nowMs()
    const sampler = new UsageSampler(clock)
    for (const ticks of [50, 50, 150, 150]) {
      clock.advanceMs(1_000)
      expect(sampler.sample(usage(ticks))).toBe(true)
    }
    expect(sampler.samples).toEqual({
      atMs: [1, 2, 3, 4].map((second) => startedAtMs + second * 1_000),
      cpuPercents: [50, 0, 100, 0],
      memoryBytes: [4_096, 4_096, 4_096, 4_096],
    })
  })

  it('waits until a percent says something, and leaves out what the system does not tell', () => {
    const clock = new FakeClock()
    const sampler = new UsageSampler(clock)
    clock.advanceMs(50)
    expect(sampler.sample(usage(5))).toBe(false)
    clock.advanceMs(950)
    expect(sampler.sample(() => null)).toBe(false)
    clock.advanceMs(1_000)
    expect(sampler.sample(usage(100))).toBe(true)
    expect(sampler.samples.cpuPercents).toEqual([50])
  })
})

describe('the usage of a process tree', () => {
  it('counts the processor time of children, also of those that have ended', async () => {
    const burn = 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'
    const child = spawn('/bin/sh', ['-c', `sh -c '${burn}'; echo done; read line`], {
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const pid = child.pid ?? 0
    const during = await until(() => (usageOf(processTree(pid, false))?.cpuTicks ?? 0) > 0, {
      what: 'the loop to take time',
      everyMs: 5,
    })
    expect(during).toBe(true)
    await once(child.stdout, 'data')
    const after = usageOf(processTree(pid, false))
    expect(processTree(pid, false)).toEqual([pid])
    expect(after?.cpuTicks).toBeGreaterThan(0)
    expect(after?.residentBytes).toBeGreaterThan(0)
  })

  it('is null when there is none', () => {
    expect(usageOf([])).toBeNull()
    expect(usageOf([2 ** 30])).toBeNull()
  })
})

describe('the rounds of sampling', () => {
  it('hand all samples over once a minute, also beyond the hour that is kept', () => {
    const clock = new FakeClock()
    const sampler = new UsageSampler(clock)
    const instance = {
      id: 'c-1',
      usage: sampler,
      sampleUsage: () => sampler.sample(() => ({ cpuTicks: 0, residentBytes: 0 })),
    }
    let keptCount = 0
    const rounds = new UsageRounds({
      clock,
      instances: () => [instance],
      keep: () => keptCount++,
      sampled: () => {},
    })
    for (let second = 0; second < 3_900; second++) {
      clock.advanceMs(1_000)
      rounds.tick()
    }
    expect(keptCount).toBe(65)
  })
})
