import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Samples } from '../../../electron/base/instanceCalls.ts'
import type { LogToSamples } from '../../../electron/base/logMessages.ts'
import { InstanceSamples } from '../../../electron/logs/instanceSamples.ts'
import { LogFile } from '../../../electron/logs/logFile.ts'
import { samplesFrom, sampleText } from '../../../electron/logs/sampleText.ts'
import { openTestLogs, testFolder } from '../../support/openTestLogs.ts'

const SAMPLES: Samples = { atMs: [1_000, 2_001], cpuPercents: [0, 12.3], memoryBytes: [4_096, 40_960] }

const stored = (service: ReturnType<typeof openTestLogs>['service'], instanceId: string, samples = SAMPLES) =>
  new Promise<LogToSamples>((resolve) =>
    service.onSamples({ kind: 'samples', messageId: 7, instanceId, samples }, resolve),
  )

describe('the samples of an instance', () => {
  it('are confirmed once stored, and are still there for the next host', async () => {
    const workspaceDir = testFolder()
    const first = openTestLogs({ workspaceDir })
    expect(await stored(first.service, 'c-1')).toEqual({ kind: 'samplesStored', messageId: 7 })
    await first.service.stop()
    const { service } = openTestLogs({ workspaceDir, hostId: 'host-2' })
    expect(service.reads.readInstanceSamples('c-1')).toEqual(SAMPLES)
  })

  it('replace those that were sent before', async () => {
    const { service } = openTestLogs()
    await stored(service, 'c-1', { atMs: [1_000], cpuPercents: [5], memoryBytes: [4_096] })
    await stored(service, 'c-1')
    expect(service.reads.readInstanceSamples('c-1')).toEqual(SAMPLES)
  })

  it('are null for an instance that has none', () => {
    const { service } = openTestLogs()
    expect(service.reads.readInstanceSamples('c-9')).toBeNull()
  })

  it('that cannot be stored are given up with a notice, so that nobody waits for them', async () => {
    const { service, noticed } = openTestLogs({ maxPages: 12 })
    const long = { atMs: [], cpuPercents: [], memoryBytes: [] } as Samples
    for (let index = 0; index < 10_000; index++) {
      long.atMs.push(index * 997)
      long.cpuPercents.push(index % 100)
      long.memoryBytes.push(index * 4_096)
    }
    expect(await stored(service, 'c-1', long)).toEqual({ kind: 'samplesStored', messageId: 7 })
    await noticed('samples_not_stored')
  })

  it('come back from their text as they were, to a tenth of a percent and a page of memory', () => {
    const sample = fc.record({
      gapMs: fc.integer({ min: 0, max: 100_000 }),
      tenths: fc.integer({ min: 0, max: 64_000 }),
      pages: fc.integer({ min: 0, max: 2 ** 30 }),
    })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 43 }), fc.array(sample), (startedAtMs, list) => {
        let lastAtMs = startedAtMs
        const samples: Samples = {
          atMs: list.map(({ gapMs }) => (lastAtMs += gapMs)),
          cpuPercents: list.map(({ tenths }) => tenths / 10),
          memoryBytes: list.map(({ pages }) => pages * 4_096),
        }
        expect(samplesFrom(sampleText(samples))).toEqual(samples)
      }),
    )
  })
})

describe('pruning samples', () => {
  function withSamples() {
    const file = new LogFile({ workspaceDir: testFolder(), maxPages: null, notify: () => {} })
    onTestFinished(() => file.close())
    const samples = new InstanceSamples({ file, notify: () => {}, maxInstanceCount: 2 })
    for (const [index, lastAtMs] of [1_000, 2_000, 3_000, 4_000].entries()) {
      const one = { atMs: [lastAtMs], cpuPercents: [1], memoryBytes: [4_096] }
      samples.accept({ kind: 'samples', messageId: index, instanceId: `c-${index + 1}`, samples: one }, () => {})
    }
    const kept = () => ['c-1', 'c-2', 'c-3', 'c-4'].filter((id) => samples.reads.readInstanceSamples(id) !== null)
    return { samples, kept }
  }

  it('keeps the latest instances, up to a number of them', () => {
    const { samples, kept } = withSamples()
    samples.prune({ nowMs: 5_000, retention: { days: 7 } })
    expect(kept()).toEqual(['c-3', 'c-4'])
  })

  it('deletes what is older than logs may be', () => {
    const { samples, kept } = withSamples()
    samples.prune({ nowMs: 86_400_000 + 3_500, retention: { days: 1 } })
    expect(kept()).toEqual(['c-4'])
  })
})
