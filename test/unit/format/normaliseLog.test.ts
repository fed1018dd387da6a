import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseLog } from '../../../shared/format/normaliseLog.ts'

const ESCAPE = String.fromCharCode(27)

describe('a log that is made comparable', () => {
  it.each([
    ['2026-11-24T18:26:05.123Z start', '<time> start'],
    ['[2026-11-24 18:26:05,123] start', '[<time>] start'],
    ['2026-11-24T18:26:05+08:00', '<time>'],
    ['on 2026-11-24 at 18:26:05', 'on <time> at <time>'],
    ['at=1795544765123', 'at=<time>'],
    ['took 12.5 ms, then 3s', 'took <duration>, then <duration>'],
    ['trace 3f2504e0-4f89-41d3-9a0c-0305e82c3301', 'trace <id>'],
    ['c-69245b2d-a1b2c3d4e5f60718', '<id>'],
    ['buffer at 0x7ffd3c2a', 'buffer at <address>'],
    ['listening on http://127.0.0.1:41233/health', 'listening on http://127.0.0.1:<port>/health'],
    ['pid 4711 of pid=12', 'pid <pid> of pid=<pid>'],
    [`${ESCAPE}[31merror${ESCAPE}[0m`, 'error'],
  ])('has no %j', (line, expected) => expect(normaliseLog(line)).toBe(expected))

  it.each([
    'charging 4200 cents for order 17',
    'retry 2 of 3, 5 items, 10 %',
    'TypeError: x is undefined at /code/index.js:12:7',
    'version 1.20.3 of node v20.1.0',
    'sku 10000001234567',
    'GET https://api.example.com:8443/v1',
  ])('keeps %j', (line) => expect(normaliseLog(line)).toBe(line))

  it('has words for the ids that are known, also when one is part of another', () => {
    const ids = [
      { value: 'order-17', word: 'task' },
      { value: 'order-17-request', word: 'request' },
    ]
    expect(normaliseLog('order-17-request runs order-17', ids)).toBe('<request> runs <task>')
  })

  /** What two runs of the same code print: the words are theirs, what stands between is the same. */
  const word = fc.stringMatching(/^[a-z]{1,8}$/)
  type Noise = { atMs: number; waitedMs: number; uuid: string; port: number; taskId: string }
  const noise: fc.Arbitrary<Noise> = fc.record({
    atMs: fc.integer({ min: 1_700_000_000_000, max: 1_999_999_999_999 }),
    waitedMs: fc.integer({ min: 0, max: 100_000 }),
    uuid: fc.uuid(),
    port: fc.integer({ min: 1, max: 65_535 }),
    taskId: fc.stringMatching(/^t-[a-z0-9]{6,20}$/),
  })
  const written = (words: string[], { atMs, waitedMs, uuid, port, taskId }: Noise) =>
    words
      .map(
        (one, index) =>
          `${new Date(atMs + index).toISOString()} ${one} ${taskId} ${uuid} 127.0.0.1:${port} ${waitedMs} ms ${atMs}`,
      )
      .join('\n')

  it('is the same for two runs that differ in times, ids and addresses only, and differs when a word does', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), noise, noise, (words, one, other) => {
        const of = (run: Noise, texts = words) =>
          normaliseLog(written(texts, run), [{ value: run.taskId, word: 'task' }])
        expect(of(one)).toBe(of(other))
        expect(of(one)).not.toBe(of(other, [`${words[0]}x`, ...words.slice(1)]))
      }),
    )
  })

  it('keeps its lines, and does not change when it is made comparable again', () => {
    const line = fc.oneof(fc.string(), fc.stringMatching(/^[0-9:. \-TZmsx<>]{0,40}$/))
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = lines.join('\n')
        const once = normaliseLog(text)
        expect(once.split('\n')).toHaveLength(text.split('\n').length)
        expect(normaliseLog(once)).toBe(once)
      }),
    )
  })
})
