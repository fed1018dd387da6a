import { describe, expect, it } from 'vitest'
import { MAX_ATTEMPT_OUTPUT_BYTES } from '../../../electron/engine/instances/instanceOutput.ts'
import { FakeClock } from '../../support/fakeClock.ts'
import { openPools, type TestPools } from '../../support/testPools.ts'
import { until } from '../../support/until.ts'

const LINE = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z request-1`
const lines = (...each: string[]) => new RegExp(`^${each.map((line) => `${line}\n`).join('')}$`)

/** Output may arrive after the end was reported. */
const allPrinted = (pools: TestPools, key: number, last: string) =>
  until(() => pools.printed(key).includes(last), { what: last })

describe('what a handler prints', () => {
  it("through console has FC's form and marks", async () => {
    const pools = openPools()
    pools.add('printing')
    const key = pools.run('console')
    await pools.ended(key)
    await allPrinted(pools, key, 'FC Invoke End')
    expect(pools.printed(key)).toMatch(
      lines(
        'FC Invoke Start RequestId: request-1',
        `${LINE} \\[info\\] a log \\{ b: 1 \\}`,
        `${LINE} \\[info\\] an info`,
        `${LINE} \\[warn\\] a warning`,
        `${LINE} \\[error\\] an error`,
        `${LINE} \\[verbose\\] a detail`,
        'FC Invoke End RequestId: request-1',
      ),
    )
  })

  it('through the logger of its context has it too', async () => {
    const pools = openPools()
    pools.add('printing')
    await pools.result('logger')
    await allPrinted(pools, 1, 'FC Invoke End')
    expect(pools.printed(1)).toMatch(new RegExp(`\n${LINE} \\[warn\\] through the logger\n`))
  })

  it.each([
    ['raw', 'raw out\n', 'stdout'],
    ['raw', 'raw err\n', 'stderr'],
    ['direct', 'direct write\n', 'stdout'],
    ['child', 'from a child\n', 'stdout'],
    ['zero', 'a\0b\n', 'stdout'],
    ['partial', 'no newline', 'stdout'],
  ] as const)('%s is kept as it is: %o on %s', async (event, text, stream) => {
    const pools = openPools()
    pools.add('printing')
    const key = pools.run(event)
    await pools.ended(key)
    await until(() => pools.chunks.some((chunk) => chunk.stream === stream && chunk.text.includes(text)), {
      what: text,
    })
    expect(pools.chunks.every(({ text: piece }) => !/[SE]\d+\0/.test(piece))).toBe(true) // no marks of ours
  })

  it('is nothing when it prints nothing', async () => {
    const pools = openPools()
    pools.add('printing')
    await pools.result('silent')
    await pools.result('say one')
    await allPrinted(pools, 2, 'FC Invoke End')
    expect(pools.printed(1)).toBe('')
  })

  it('says when it failed, and with what', async () => {
    const pools = openPools()
    pools.add('errors', { handler: 'index.callback' })
    await pools.failure('text')
    await allPrinted(pools, 1, 'FC Invoke End')
    expect(pools.printed(1)).toMatch(
      lines(
        'FC Invoke Start RequestId: request-1',
        `${LINE} \\[error\\] \\{"errorMessage":"just text","errorType":"FunctionHandledError"\\}`,
        'FC Invoke End RequestId: request-1, Error: Handled function error',
      ),
    )
  })

  it('is attributed exactly, even when hundreds run in a row', async () => {
    const pools = openPools()
    pools.add('printing', { maxInstances: 1 })
    const keys = Array.from({ length: 600 }, (_, index) => pools.run(index % 3 === 0 ? 'silent' : `say word-${index}.`))
    await Promise.all(keys.map((key) => pools.ended(key)))
    await allPrinted(pools, keys.at(-1)!, 'FC Invoke End')
    for (const [index, key] of keys.entries()) {
      const printed = pools.printed(key)
      if (index % 3 === 0) expect(printed).toBe('')
      else expect(printed.match(/word-\d+\./g)).toEqual([`word-${index}.`])
    }
    expect(pools.printed(null)).toBe('')
  })

  it('is attributed exactly when attempts run at once in one process', async () => {
    const pools = openPools()
    pools.add('printing', { handler: 'index.concurrent', instanceConcurrency: 8, maxInstances: 1 })
    const keys = Array.from({ length: 40 }, (_, index) => pools.run(`word-${index}`))
    await Promise.all(keys.map((key) => pools.ended(key)))
    for (const [index, key] of keys.entries()) {
      await allPrinted(pools, key, 'FC Invoke End')
      const texts = pools.printed(key).match(/word-\d+ \d/g)
      expect(texts).toEqual([0, 1, 2, 3, 4].map((line) => `word-${index} ${line}`))
      expect(pools.printed(key)).toContain(` request-${key} [info] `)
    }
  })

  it('is complete when the process exits right after', async () => {
    const pools = openPools()
    pools.add('printing')
    const key = pools.run('exit 3000000')
    await pools.ended(key)
    expect(pools.printed(key, 'stdout').match(/y/g)?.length).toBe(3_000_000)
  })
})

describe('the log tail', () => {
  it('has the end of what was printed, and the footer', async () => {
    const pools = openPools()
    pools.add('printing')
    const end = await pools.call('raw', { wantsLogTail: true })
    expect(end.outcome === 'succeeded' && end.logTail).toMatch(
      /^FC Invoke Start RequestId: request-1\n(raw err\n)?raw out\n(raw err\n)?FC Invoke End RequestId: request-1\n(raw err\n)?\nDuration: \d+\.\d\d ms, Billed Duration: \d+ ms, Memory Size: 512 MB, Max Memory Used: \d+\.\d\d MB\n$/,
    )
    expect(end.outcome === 'succeeded' && end.logTail).toContain('raw err')
  })

  it('has the marks even when nothing was printed', async () => {
    const pools = openPools()
    pools.add('printing')
    const end = await pools.call('silent', { wantsLogTail: true })
    expect(end).toMatchObject({ logTail: expect.stringMatching(/^FC Invoke Start .*\nFC Invoke End .*\n\nDuration: /) })
  })

  it('has 4 KiB at most', async () => {
    const pools = openPools()
    pools.add('printing')
    const end = await pools.call('flood 1000000', { wantsLogTail: true })
    expect(end.outcome === 'succeeded' && Buffer.byteLength(end.logTail ?? '')).toBe(4_096)
  })

  it('is there when the process ends in the middle', async () => {
    const pools = openPools()
    pools.add('printing')
    const end = await pools.call('exit 10', { wantsLogTail: true })
    expect(end).toMatchObject({ outcome: 'failed', logTail: expect.stringContaining('yyyyyyyyyy') })
  })
})

describe('a flood of output', () => {
  it('blocks the handler while nobody reads, loses nothing, and is no time-out', async () => {
    const clock = new FakeClock()
    const pools = openPools({ clock })
    pools.add('printing', { timeoutMs: 2_000 })
    await pools.result('silent')
    pools.pools.pauseOutput()
    const key = pools.run('flood 20000000')
    for (let second = 0; second < 60; second++) {
      clock.advanceMs(1_000)
      pools.pools.tick()
    }
    await pools.started(key)
    expect(pools.ends.has(key)).toBe(false)
    expect(pools.printed(key).length).toBeLessThan(1_000_000)
    pools.pools.resumeOutput()
    expect(await pools.ended(key)).toMatchObject({ outcome: 'succeeded' })
    await allPrinted(pools, key, 'FC Invoke End')
    expect(pools.printed(key, 'stdout').match(/x/g)?.length).toBe(Math.ceil(20_000_000 / 65_536) * 65_535)
    expect(pools.printed(key, 'system')).toBe(
      'output was held back for 60.0 s because it came faster than it could be stored\n',
    )
  })

  it('is cut at the limit, with one note that says how much was dropped', async () => {
    const pools = openPools()
    pools.add('printing', { timeoutMs: 60_000 })
    const key = pools.run(`flood ${MAX_ATTEMPT_OUTPUT_BYTES + 1_000_000}`)
    await pools.ended(key)
    await until(() => pools.printed(key, 'system'), { what: 'the note' })
    const kept = Buffer.byteLength(pools.printed(key, 'stdout'))
    expect(kept).toBeLessThanOrEqual(MAX_ATTEMPT_OUTPUT_BYTES)
    const dropped = /^more than 64 MiB of output: the last (\d+) bytes were dropped \((\d+) lines\)\n$/.exec(
      pools.printed(key, 'system'),
    )
    const marks = 'FC Invoke Start RequestId: request-1\nFC Invoke End RequestId: request-1\n'.length
    expect(Number(dropped?.[2])).toBeGreaterThan(0)
    const sent = Math.ceil((MAX_ATTEMPT_OUTPUT_BYTES + 1_000_000) / 65_536) * 65_536
    expect(kept + Number(dropped?.[1])).toBe(sent + marks)
  })
})
