/** What makes two failures alike: the same class, message and place once numbers, ids and times are taken out. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Failure, fingerprintOf } from '../../../electron/engine/deadLetters/fingerprint.ts'
import { normaliseMessage } from '../../../electron/engine/deadLetters/normaliseMessage.ts'
import { exited, outOfMemory, timedOut } from '../../../electron/engine/instances/platformErrors.ts'

const failure = (errorBody: unknown, change: Partial<Failure> = {}): Failure => ({
  errorType: 'UnhandledInvocationError',
  errorBody: typeof errorBody === 'string' ? errorBody : JSON.stringify(errorBody),
  reason: null,
  codePath: '/projects/shop/code',
  ...change,
})
const shown = (one: Failure) => {
  const { key: _, ...rest } = fingerprintOf(one)
  return rest
}

describe('a normalised message', () => {
  it.each([
    ['order 5541 is gone', 'order N is gone'],
    ['got -5.25, want +1e-7', 'got N, want N'],
    ['order-5541 of user42', 'order-N of userN'],
    ['ETIMEDOUT 10.0.0.7:5432', 'ETIMEDOUT …'],
    ['connect ECONNREFUSED ::1:8080 again', 'connect ECONNREFUSED … again'],
    ['no 8f14e45f-ceea-467f-ab10-f1b2c3d4e5f6 here', 'no N here'],
    ['request 1-650c0f0d-ae96ae24-839e741e3ce1 failed', 'request N failed'],
    ['commit 8f14e45f of 0xDEADBEEF', 'commit N of N'],
    ['01J9ZQ2M8K7WXR5T3V6B4N1CDE was seen', 'N was seen'],
    ['at 2026-11-24T14:02:30.123Z, not 2026-11-24', 'at …, not …'],
    ['slower than 3 seconds', 'slower than …'],
    ['slower than 1m 30s (limit 500ms)', 'slower than … (limit …)'],
    ['mail to ann.lee+x@mail.example.org bounced', 'mail to … bounced'],
    ["ENOENT: open '/tmp/build-8f2a/out.json'", "ENOENT: open '/tmp/…'"],
    ['in /var/folders/xx/y1/T/a.txt', 'in /tmp/…'],
    [`cannot parse "${'lorem ipsum '.repeat(5)}"`, 'cannot parse "…"'],
    [`don't wait for what doesn't come, it isn't here`, `don't wait for what doesn't come, it isn't here`],
    ["KeyError: 'widths'", "KeyError: 'widths'"],
    ['one\n  two\tthree', 'one two three'],
    ['卡片 17 不存在', '卡片 N 不存在'],
    ['', ''],
  ])('of %j is %j', (message, normalised) => {
    expect(normaliseMessage(message)).toBe(normalised)
  })

  it('is bounded', () => {
    expect(normaliseMessage('so long '.repeat(10_000)).length).toBeLessThanOrEqual(300)
  })

  it('takes a moment whatever the text', () => {
    const nasty = ['a@'.repeat(2_000), '1:'.repeat(2_000), '"'.repeat(4_000), '/tmp/'.repeat(800), '0a'.repeat(2_000)]
    const startedMs = performance.now()
    for (const text of nasty) normaliseMessage(text)
    expect(performance.now() - startedMs).toBeLessThan(2_000) // seconds would mean that a rule goes back and forth
  })

  const digits = fc.integer({ min: 0, max: 10 ** 9 }).map(String)
  const hexId = fc
    .tuple(fc.constantFrom('8', '9', '1'), fc.stringMatching(/^[0-9a-f]{11}$/))
    .map(([first, rest]) => `${first}${rest}`)
  const duration = fc.tuple(
    fc.integer({ min: 1, max: 9_999 }),
    fc.constantFrom('ms', ' ms', 's', ' seconds', ' minutes'),
  )
  const time = fc
    .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString())
  const CHANGING: Record<string, fc.Arbitrary<string>> = {
    number: digits,
    id: fc.oneof(fc.uuid(), hexId, fc.ulid()),
    time,
    duration: duration.map(([count, unit]) => `${count}${unit}`),
    address: fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 65_535 })).map(([ip, port]) => `${ip}:${port}`),
    email: fc
      .tuple(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[a-z]{2,8}$/))
      .map(([a, b]) => `${a}@${b}.com`),
    path: fc.stringMatching(/^[a-zA-Z0-9_]{1,12}$/).map((name) => `/tmp/${name}/out.json`),
  }
  const words = fc.constantFrom('order', 'no card', "can't", 'KeyError:', 'for', '订单', 'timeout after', '(see', 'it)')

  it('does not change when numbers, ids, times, durations and addresses do', () => {
    const kinds = Object.keys(CHANGING)
    const piece = fc.oneof(
      words.map((word) => [word, word] as const),
      fc.constantFrom(...kinds).chain((kind) => fc.tuple(CHANGING[kind]!, CHANGING[kind]!)),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        // with a word between them: "5 3 s" may be read in two ways
        const [one, other] = [0, 1].map((at) => pieces.map((pair) => pair[at]).join(' and '))
        expect(normaliseMessage(one!)).toBe(normaliseMessage(other!))
      }),
      { numRuns: 500 },
    )
  })

  it('stays when it is normalised again', () => {
    const any = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.string({ maxLength: 400 }),
      ...Object.values(CHANGING),
      words,
    )
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), fc.constantFrom('', ' ', '"', "'", ':', '-', '.'), (parts, glue) => {
        const once = normaliseMessage(parts.join(glue))
        expect(normaliseMessage(once)).toBe(once)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('a fingerprint', () => {
  it('has the class without the prefix of FC, and the top frame of the user without its line', () => {
    const stackTrace = [
      'TypeError: no card',
      '    at Object.parse (node:internal/json:3:1)',
      '    at read (/code/node_modules/lib/index.js:1:2)',
      '    at async charge (/code/src/pay.js:40:11)',
      '    at exports.handler (/code/index.js:3:5)',
    ]
    const body = { errorMessage: 'no card', errorType: 'FunctionUnhandledError: TypeError', stackTrace }
    expect(shown(failure(body))).toEqual({ errorClass: 'TypeError', message: 'no card', frame: 'src/pay.js charge' })
    const moved = { ...body, stackTrace: stackTrace.map((line) => line.replace(':40:11', ':52:7')) }
    expect(fingerprintOf(failure(moved)).key).toBe(fingerprintOf(failure(body)).key)
    const elsewhere = { ...body, stackTrace: stackTrace.map((line) => line.replace('charge', 'refund')) }
    expect(fingerprintOf(failure(elsewhere)).key).not.toBe(fingerprintOf(failure(body)).key)
  })

  it('is the same for code at /code and in its folder on this machine', () => {
    const at = (dir: string) =>
      failure({ errorMessage: 'x', errorType: 'Error', stackTrace: ['Error: x', `    at f (${dir}/a.js:1:1)`] })
    expect(fingerprintOf(at('/projects/shop/code'))).toEqual(fingerprintOf(at('/code')))
    expect(shown(at('/code')).frame).toBe('a.js f')
  })

  it('knows a Python stack, whose last line is the innermost', () => {
    const stackTrace = [
      ['File "/var/fc/lang/python3/bootstrap.py"', 'line 9', 'in run', 'handler()'],
      ['File "/code/index.py"', 'line 2', 'in handler', 'pay()'],
      ['File "/code/pay.py"', 'line 7', 'in pay', 'raise ZeroDivisionError'],
    ]
    const body = { errorMessage: 'division by zero', errorType: 'ZeroDivisionError', stackTrace }
    expect(shown(failure(body))).toEqual({
      errorClass: 'ZeroDivisionError',
      message: 'division by zero',
      frame: 'pay.py pay',
    })
  })

  it('looks into the stack of what nobody caught', () => {
    const body = {
      errorMessage: 'FunctionUnhandledError: uncaughtException',
      errorType: 'FunctionUnhandledError',
      stackTrace: ['RangeError: page 7 is none', '    at Timeout._onTimeout (/code/index.js:9:3)'],
    }
    expect(shown(failure(body))).toEqual({
      errorClass: 'RangeError',
      message: 'page N is none',
      frame: 'index.js Timeout._onTimeout',
    })
  })

  it('is one for all time-outs, exits and lacks of memory of a function', () => {
    const of = ({ errorType, errorBody }: { errorType: string; errorBody: string }) =>
      fingerprintOf(failure(errorBody, { errorType }))
    expect(of(timedOut(1_000, 5_000_000))).toEqual(of(timedOut(60_000, 9_000_000)))
    expect(of(exited(45, 5_000_000, false))).toEqual(of(exited(99_999, 1, false)))
    expect(of(outOfMemory(2 ** 27, 2 ** 27 + 1))).toEqual(of(outOfMemory(2 ** 29, 2 ** 29 + 7)))
    expect(of(exited(45, 5_000_000, false)).errorClass).toBe('UnhandledInvocationError')
    expect(of(exited(45, 5_000_000, true)).key).not.toBe(of(exited(45, 5_000_000, false)).key)
    expect(of(outOfMemory(2 ** 27, 1)).errorClass).toBe('FunctionOOMError')
  })

  it('has no class for what never ran, and its own for what was interrupted too often', () => {
    const never = { errorType: null, errorBody: null, codePath: null }
    expect(shown({ ...never, reason: 'its function was deleted' })).toEqual({
      errorClass: null,
      message: 'its function was deleted',
      frame: null,
    })
    expect(shown({ ...never, reason: 'interrupted 3 times: its host or scheduler died while it ran' })).toMatchObject({
      errorClass: 'Interrupted',
      message: 'interrupted N times: its host or scheduler died while it ran',
    })
  })

  it('takes a body that is not of FC as its message', () => {
    expect(shown(failure('<h1>502 Bad Gateway</h1>'))).toMatchObject({
      errorClass: 'UnhandledInvocationError',
      message: '<hN>N Bad Gateway</hN>',
    })
    expect(shown(failure({ errorMessage: { code: 7 }, errorName: 'ApiError' }))).toMatchObject({
      errorClass: 'ApiError',
      message: '{"code":N}',
    })
  })

  it('comes of any text, and stays when the task is looked at again', () => {
    const anyBody = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ errorMessage: fc.jsonValue(), stackTrace: fc.jsonValue() }),
    )
    fc.assert(
      fc.property(anyBody, (body) => {
        const one = fingerprintOf(failure(body))
        expect(fingerprintOf(failure(body))).toEqual(one)
        expect(one.key).toMatch(/^[\w-]{22}$/)
      }),
    )
  })
})
