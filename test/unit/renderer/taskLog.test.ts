import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readLine } from '../../../renderer/stores/taskLogLine.ts'
import { LogLines } from '../../../renderer/stores/taskLogLines.ts'
import { styledPieces } from '../../../renderer/stores/taskLogStyles.ts'
import type { LogChunk } from '../../../renderer/stores/taskShapes.ts'

const chunk = (text: string, fields: Partial<LogChunk> = {}): LogChunk => ({
  id: 1,
  attempt: 1,
  instanceId: 'c-1',
  stream: 'stdout',
  atMs: 1_000,
  text,
  ...fields,
})
const rawLines = (log: LogLines) => log.lines.map(({ raw }) => raw)
const line = (text: string, stream: LogChunk['stream'] = 'stdout') =>
  readLine({ attempt: 1, stream, atMs: 1_000, text })

const shown = (raw: string) =>
  styledPieces(raw)
    .map((piece) => piece.text)
    .join('')

describe('the lines of a log', () => {
  it('are put together where chunks cut them', () => {
    const log = new LogLines()
    log.append([chunk('one\ntw'), chunk('o\nthree')])
    expect(rawLines(log)).toEqual(['one', 'two', 'three'])
    log.append([chunk(' goes on\n')])
    expect(rawLines(log)).toEqual(['one', 'two', 'three goes on'])
  })

  it('are those of their stream, though another wrote in between', () => {
    const log = new LogLines()
    log.append([chunk('half'), chunk('oops\n', { stream: 'stderr' }), chunk(' a line\n')])
    expect(log.lines.map(({ raw, stream }) => [raw, stream])).toEqual([
      ['half a line', 'stdout'],
      ['oops', 'stderr'],
    ])
  })

  it('keep empty ones, and lose the carriage return of a Windows line break', () => {
    const log = new LogLines()
    log.append([chunk('a\r\n\r\nb\r\n')])
    expect(rawLines(log)).toEqual(['a', '', 'b'])
  })

  it('know the first error and the places of each attempt', () => {
    const log = new LogLines()
    log.append([chunk('fine\n'), chunk('ERROR no\n', { attempt: 2 }), chunk('ERROR again\n', { attempt: 2 })])
    expect(log.firstErrorPlace).toBe(1)
    expect([...log.placesOf]).toEqual([
      [1, [0]],
      [2, [1, 2]],
    ])
  })

  it('are the same however the output is cut into chunks', () => {
    const text = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '{', 'é') }), { maxLength: 12 })
    fc.assert(
      fc.property(text, (pieces) => {
        const cut = new LogLines()
        cut.append(pieces.map((piece) => chunk(piece)))
        const whole = new LogLines()
        whole.append([chunk(pieces.join(''))])
        expect(rawLines(cut)).toEqual(rawLines(whole))
        expect(cut.characterCount).toBe(pieces.join('').length)
      }),
    )
  })
})

describe('a line of a log', () => {
  it('written by a runtime of FC has its own time and level, and its prefix is known', () => {
    const prefix = '2026-08-01T10:00:00.250Z 1-68e70cf1-5cbef92ea8fc8c42899c [error] '
    expect(line(`${prefix}it broke`)).toMatchObject({
      level: 'error',
      atMs: Date.parse('2026-08-01T10:00:00.250Z'),
      prefixLength: prefix.length,
    })
  })

  it.each([
    ['WARN slow', 'warn'],
    ['2026-01-01 10:00:00,1 - INFO - started', 'info'],
    ['[DEBUG] x', 'debug'],
    ['{"level":"error","msg":"x"}', 'error'],
    ['TypeError: x is not a function', 'error'],
    ['Traceback (most recent call last):', 'error'],
    ['no ERROR worth the name here', null],
    ['an ordinary line', null],
  ])('%s has the level %s', (text, level) => {
    expect(line(text).level).toBe(level)
  })

  it('is a loss where the platform says that output is missing, and only then', () => {
    expect(line('4096 bytes of output were lost: the log database could not be written', 'system').kind).toBe('loss')
    expect(line('more than 64 MiB of output: the last 12 bytes were dropped', 'system').kind).toBe('loss')
    expect(line('4096 bytes of output were lost').kind).toBe('output') // a handler's own words
  })

  it('of a stack continues the line before it', () => {
    const log = new LogLines()
    log.append([chunk('TypeError: no\n', { atMs: 5 }), chunk('    at f (index.js:1:1)\n', { atMs: 9 })])
    expect(log.lines[1]).toMatchObject({ isContinuation: true, atMs: 5 })
  })
})

describe('terminal escapes in output', () => {
  it('become tones and weights', () => {
    expect(styledPieces('a \u001b[31mred \u001b[1mbold\u001b[0m b')).toEqual([
      { text: 'a ', tone: null, isBold: false },
      { text: 'red ', tone: 'fail', isBold: false },
      { text: 'bold', tone: 'fail', isBold: true },
      { text: ' b', tone: null, isBold: false },
    ])
  })

  it('that move the cursor, name a link or set a title are left out', () => {
    expect(shown('a\u001b[2Jb\u001b]0;title\u0007c\u001b]8;;http://x\u001b\\d')).toBe('abcd')
  })

  it('of palettes that are not ours do not leak their numbers into the style', () => {
    expect(styledPieces('\u001b[38;5;31mx\u001b[38;2;31;1;1my')).toEqual([
      { text: 'x', tone: null, isBold: false },
      { text: 'y', tone: null, isBold: false },
    ])
  })

  it('are all that is taken from a text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\u202e', '[', '3', 'm', ';') }), (text) => {
        expect(shown(text)).toBe(text)
        expect(shown(`\u001b[31m${text}\u001b[0m`)).toBe(text)
      }),
    )
  })
})
