import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LogChunk, LogWindow } from '../../../renderer/stores/logWindow.ts'

let nextId = 1
const chunk = (text: string, fields: Partial<LogChunk> = {}): LogChunk => ({
  id: nextId++,
  functionName: 'order-charge',
  instanceId: 'c-1',
  taskId: 't-1',
  attempt: 1,
  stream: 'stdout',
  atMs: 1_000,
  text,
  ...fields,
})
const rawLines = (window: LogWindow) => window.lines.map(({ raw }) => raw)

describe('a window of the stream', () => {
  it('puts lines together where chunks cut them, whoever wrote in between', () => {
    const window = new LogWindow()
    window.append([chunk('one\ntw'), chunk('other\n', { instanceId: 'c-2' }), chunk('o\n')])
    expect(rawLines(window)).toEqual(['one', 'two', 'other'])
  })

  it('says where each line begins, as a search does', () => {
    const window = new LogWindow()
    window.append([chunk('a\nb\nc', { id: 5 }), chunk('c\nd\n', { id: 6 })])
    expect(window.lines.map(({ chunk, line, raw }) => [chunk, line, raw])).toEqual([
      [5, 0, 'a'],
      [5, 1, 'b'],
      [5, 2, 'cc'],
      [6, 1, 'd'],
    ])
    expect(window.placeOf({ chunk: 5, line: 2 })).toBe(2)
    expect(window.placeOf({ chunk: 6, line: 1 })).toBe(3)
    expect(window.placeOf({ chunk: 4, line: 0 })).toBe(-1)
  })

  it('joins an earlier part to the line that it began', () => {
    const window = new LogWindow()
    window.append([chunk('rest\nnext\n', { id: 9 })])
    expect(window.prepend([chunk('first\nbegin and ', { id: 8 })])).toBe(2)
    expect(rawLines(window)).toEqual(['first', 'begin and rest', 'next'])
    expect(window.lines[1]).toMatchObject({ chunk: 8, line: 1 })
  })

  it('is the same however it came in, at the end or at the beginning', () => {
    const part = fc.record({
      text: fc
        .array(fc.constantFrom('a', 'bc', '\n', ' d', 'Error: e'), { minLength: 1, maxLength: 6 })
        .map((parts) => parts.join('')),
      instanceId: fc.constantFrom('c-1', 'c-2'),
      stream: fc.constantFrom('stdout', 'stderr'),
    })
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 20 }), fc.nat(), fc.nat(), (parts, first, second) => {
        const chunks = parts.map((fields, index) =>
          chunk(fields.text, { ...fields, id: index + 1 } as Partial<LogChunk>),
        )
        const whole = new LogWindow()
        whole.append(chunks)
        const middle = first % (chunks.length + 1)
        const start = second % (middle + 1)
        const grown = new LogWindow()
        grown.append(chunks.slice(middle))
        grown.prepend(chunks.slice(start, middle))
        grown.prepend(chunks.slice(0, start))
        const placed = ({ lines }: LogWindow) => lines.map(({ chunk, line, raw }) => [chunk, line, raw])
        expect(placed(grown)).toEqual(placed(whole))
        grown.append([chunk('|end\n', { id: 99 })])
        whole.append([chunk('|end\n', { id: 99 })])
        expect(placed(grown)).toEqual(placed(whole))
      }),
    )
  })

  it('keeps the beginning of a line of ten megabytes, and counts the rest', () => {
    const window = new LogWindow()
    for (let piece = 0; piece < 160; piece++) window.append([chunk('x'.repeat(65_536))])
    window.append([chunk('\n')])
    expect(window.lines).toHaveLength(1)
    expect(window.lines[0]!.raw.length).toBe(16_384)
    expect(window.lines[0]!.cutCharacters).toBe(160 * 65_536 - 16_384)
  })

  it('forgets whole chunks at either end, and reads on from there without a gap', () => {
    const chunks = ['1\n2\n3', 'b\n4\n', '5\n6\n', '7'].map((text) => chunk(text))
    const most = { lines: 4, characters: 1_000 }
    const window = new LogWindow()
    window.append(chunks)
    expect(window.dropFirst({ lines: 7, characters: 1_000 }, most)).toBeNull()
    expect(window.dropFirst(most, most)).toBe(chunks[1]?.id)
    expect(rawLines(window)).toEqual(['b', '4', '5', '6', '7'])
    window.prepend(chunks.slice(0, 1))
    expect(rawLines(window)).toEqual(['1', '2', '3b', '4', '5', '6', '7'])
    expect(window.dropLast(most, { lines: 5, characters: 1_000 })).toBe(chunks[1]?.id)
    expect(rawLines(window)).toEqual(['1', '2', '3b', '4'])
    window.append(chunks.slice(2))
    expect(rawLines(window)).toEqual(['1', '2', '3b', '4', '5', '6', '7'])
  })

  it('forgets few and long lines, too', () => {
    const window = new LogWindow()
    for (let piece = 0; piece < 10; piece++) window.append([chunk('x'.repeat(1_000))])
    expect(window.dropFirst({ lines: 100, characters: 5_000 }, { lines: 100, characters: 3_000 })).not.toBeNull()
    expect(window.lines[0]?.raw.length).toBe(3_000)
  })

  it('ends a line where another task writes', () => {
    const window = new LogWindow()
    window.append([chunk('no end', { taskId: 't-1' }), chunk('begin\n', { taskId: 't-2' })])
    expect(rawLines(window)).toEqual(['no end', 'begin'])
  })

  it('gives a frame of a stack the time and level of its error, and to nobody else', () => {
    const window = new LogWindow()
    window.append([
      chunk('Error: no\n', { atMs: 7 }),
      chunk('    at a (b.js:1:2)\n', { atMs: 9 }),
      chunk('    indented\n', { instanceId: 'c-2', atMs: 9 }),
    ])
    expect(window.lines.map(({ isContinuation, level, atMs }) => [isContinuation, level, atMs])).toEqual([
      [false, 'error', 7],
      [true, 'error', 7],
      [false, null, 9],
    ])
  })
})
