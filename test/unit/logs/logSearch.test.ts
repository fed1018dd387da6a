import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OutputChunk } from '../../../electron/base/logMessages.ts'
import type { LogReads } from '../../../electron/logs/logReads.ts'
import type { SearchQuery } from '../../../electron/logs/logSearch.ts'
import type { LogHit } from '../../../shared/contract/logs.contract.ts'
import { openTestLogs, outputChunk } from '../../support/openTestLogs.ts'

const filter = { functionIds: [7, 8], instanceId: null, fromMs: null, beforeMs: null }
const QUERY: Omit<SearchQuery, 'text'> = {
  filter,
  direction: 'forward',
  fromChunk: null,
  limit: 10_000,
  isRegex: false,
  isCaseSensitive: false,
}

/** Each chunk becomes a row, because each comes in a batch of its own. */
async function stored(chunks: (string | Partial<OutputChunk>)[]) {
  const logs = openTestLogs()
  const sent = chunks.map((chunk, index) =>
    logs.send(index + 1, [outputChunk(typeof chunk === 'string' ? { text: chunk } : chunk)]),
  )
  await Promise.all(sent)
  return logs.service.reads
}

async function search(reads: LogReads, query: Partial<SearchQuery> & { text: string }): Promise<LogHit[]> {
  const hits: LogHit[] = []
  let fromChunk = query.fromChunk ?? null
  do {
    const slice = await reads.searchStream({ ...QUERY, ...query, fromChunk })
    hits.push(...slice.hits)
    fromChunk = slice.nextChunk
  } while (fromChunk !== null)
  return hits
}
const places = (hits: LogHit[]) => hits.map(({ chunk, line, column, length }) => [chunk, line, column, length])

describe('a search for a text', () => {
  it('gives every place of it, by chunk, line, column and length', async () => {
    const reads = await stored(['one\ntwo one\n', 'none\n'])
    expect(places(await search(reads, { text: 'one' }))).toEqual([
      [1, 0, 0, 3],
      [1, 1, 4, 3],
      [2, 0, 1, 3],
    ])
  })

  it('goes backwards from the last line', async () => {
    const reads = await stored(['one\ntwo one\n', 'none\n'])
    expect(places(await search(reads, { text: 'one', direction: 'backward' }))).toEqual([
      [2, 0, 1, 3],
      [1, 1, 4, 3],
      [1, 0, 0, 3],
    ])
  })

  it('minds the case only when asked to, and counts columns as they are in the text', async () => {
    const reads = await stored(['İÜ ERROR error\n'])
    expect(places(await search(reads, { text: 'Error' }))).toEqual([
      [1, 0, 3, 5],
      [1, 0, 9, 5],
    ])
    expect(places(await search(reads, { text: 'ü' }))).toEqual([[1, 0, 1, 1]])
    expect(places(await search(reads, { text: 'ERROR', isCaseSensitive: true }))).toEqual([[1, 0, 3, 5]])
  })

  it('takes characters of expressions for themselves, and finds what stands behind a NUL', async () => {
    const reads = await stored(['a\0b (x.*)\n'])
    expect(places(await search(reads, { text: '(x.*)' }))).toEqual([[1, 0, 4, 5]])
  })

  it('finds a line that the border of chunks cuts, whatever others wrote in between', async () => {
    const reads = await stored([
      'first\nhel',
      { text: 'needle of another instance', instanceId: 'c-2' },
      { text: 'stderr\n', stream: 'stderr' },
      'lo nee',
      'dle\nneedle\n',
    ])
    expect(places(await search(reads, { text: 'needle' }))).toEqual([
      [1, 1, 6, 6],
      [2, 0, 0, 6],
      [5, 1, 0, 6],
    ])
  })

  it('gives what stands in a later piece of a line as a place of the line, once, wherever a slice begins', async () => {
    const reads = await stored(['begin ', 'needle ', 'end\n', 'needle'])
    const expected = [
      [1, 0, 6, 6],
      [4, 0, 0, 6],
    ]
    expect(places(await search(reads, { text: 'needle' }))).toEqual(expected)
    expect(places(await search(reads, { text: 'needle', direction: 'backward' }))).toEqual(expected.toReversed())
    expect(places(await search(reads, { text: 'needle', fromChunk: 1 }))).toEqual([[4, 0, 0, 6]])
  })

  it('tells attempts apart: a line does not go on in the next one', async () => {
    const reads = await stored(['need', { text: 'le\n', attempt: 2 }, { text: 'needle\n', attempt: 2 }])
    expect(places(await search(reads, { text: 'needle' }))).toEqual([[3, 0, 0, 6]])
  })

  it('keeps to the functions, the instance and the time that are asked for', async () => {
    const reads = await stored([
      { text: 'x\n', functionId: 8, atMs: 10 },
      { text: 'x\n', instanceId: 'c-2', atMs: 20 },
      { text: 'x\n', functionId: 99, atMs: 30 },
    ])
    const chunks = async (change: object) =>
      (await search(reads, { text: 'x', filter: { ...filter, ...change } })).map(({ chunk }) => chunk)
    expect(await chunks({})).toEqual([1, 2])
    expect(await chunks({ functionIds: [8] })).toEqual([1])
    expect(await chunks({ instanceId: 'c-2' })).toEqual([2])
    expect(await chunks({ fromMs: 11 })).toEqual([2])
  })

  it('ends a slice behind the chunk that reaches the limit, and goes on behind that', async () => {
    const reads = await stored(['x x\nx\n', 'x\n', 'x\n'])
    const first = await reads.searchStream({ ...QUERY, text: 'x', limit: 2 })
    expect({ ...first, hits: places(first.hits) }).toEqual({
      hits: [
        [1, 0, 0, 1],
        [1, 0, 2, 1],
        [1, 1, 0, 1],
      ],
      nextChunk: 1,
      searchedLines: 2,
    })
    expect(await search(reads, { text: 'x', limit: 1 })).toHaveLength(5)
    expect(await search(reads, { text: 'x', limit: 1, direction: 'backward' })).toHaveLength(5)
  })

  it('is refused over a line break, because it could never be found', async () => {
    const reads = await stored([])
    await expect(reads.searchStream({ ...QUERY, text: 'a\nb' })).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

describe('a search for a regular expression', () => {
  const regex = (text: string) => ({ text, isRegex: true })

  it('sees each line for itself', async () => {
    const reads = await stored(['abc\nxyz\r\nabc d\n'])
    expect(places(await search(reads, regex('^[^d]+$')))).toEqual([
      [1, 0, 0, 3],
      [1, 1, 0, 3],
    ])
    expect(places(await search(reads, regex('c(?!.)')))).toEqual([[1, 0, 2, 1]])
    expect(places(await search(reads, regex('\\s')))).toEqual([[1, 2, 3, 1]])
    expect(await search(reads, regex('x*$'))).toEqual([])
    expect(places(await search(reads, regex('.*b.*')))).toHaveLength(2)
  })

  it('that is broken is refused in the words of the engine', async () => {
    const reads = await stored(['x\n'])
    await expect(reads.searchStream({ ...QUERY, ...regex('(a') })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/^this is not a regular expression: .*Unterminated group/),
    })
  })

  it('that would never end is stopped and refused, and the next search is answered', async () => {
    const reads = await stored([`${'a'.repeat(60)}!\n`])
    await expect(reads.searchStream({ ...QUERY, ...regex('(a+)+$') })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('takes too long'),
    })
    const begun = await stored(['a'.repeat(60), '!\n'])
    await expect(begun.searchStream({ ...QUERY, ...regex('(a+)+$') })).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await search(reads, regex('a!'))).toHaveLength(1)
  })
})

describe('a search', () => {
  it('finds in any pieces of any lines what looking through whole lines finds', async () => {
    const piece = fc.record({
      instanceId: fc.constantFrom('c-1', 'c-2'),
      stream: fc.constantFrom('stdout' as const, 'stderr' as const),
      text: fc.stringMatching(/^[ab\n]{1,8}$/),
    })
    const pattern = fc.oneof(
      fc.record({ text: fc.stringMatching(/^[abAB]{1,3}$/), isRegex: fc.constant(false) }),
      fc.record({
        text: fc.constantFrom('ab+', '^a', 'b$', 'a.b', '[^a]+', '(?<=a)b', '.*b', '(a|b)a', '\\bb', 'a(?!b)'),
        isRegex: fc.constant(true),
      }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 25 }),
        pattern,
        fc.boolean(),
        fc.integer({ min: 1, max: 20 }),
        async (pieces, { text, isRegex }, isCaseSensitive, limit) => {
          const reads = await stored(pieces)
          const source = isRegex ? text : text.replace(/\W/g, '\\$&')
          const expected = wholeLines(pieces).flatMap(({ chunk, line, text: whole }) =>
            [...whole.matchAll(new RegExp(source, isCaseSensitive ? 'g' : 'gi'))]
              .filter(([match]) => match !== '')
              .map((match) => ({ chunk, line, column: match.index, length: match[0].length })),
          )
          const query = { text, isRegex, isCaseSensitive, limit }
          expect(await search(reads, query)).toEqual(expected)
          expect(await search(reads, { ...query, direction: 'backward' })).toEqual(expected.toReversed())
        },
      ),
      { numRuns: 150 },
    )
  })

  it('finds in a line of megabytes what stands over the borders of its chunks', async () => {
    const [cut, end] = ['x'.repeat(65_530), 'y'.repeat(3_000_000)]
    const reads = await stored([{ text: `begin\n${cut}needle-1${end}needle-2 \n` }])
    const needles = async (query: { text: string; isRegex?: boolean }) => places(await search(reads, query))
    const expected = [
      [1, 1, 65_530, 8],
      [1, 1, 3_065_538, 8],
    ]
    expect(await needles({ text: 'needle-' })).toEqual(expected.map((place) => [...place.slice(0, 3), 7]))
    expect(await needles({ text: 'needle-\\d', isRegex: true })).toEqual(expected)
    expect(await needles({ text: '^x', isRegex: true })).toEqual([[1, 1, 0, 1]])
    expect(await needles({ text: '\\s$', isRegex: true })).toEqual([[1, 1, 3_065_546, 1]])
  })

  it('counts a thousand places in one line, and no more', async () => {
    const reads = await stored([{ text: `${'x'.repeat(100_000)}\nx\n` }])
    expect(await search(reads, { text: 'x{1}', isRegex: true })).toHaveLength(1_001)
  })
})

/** As a reader sees them: joined within their instance and stream, in the order in which they begin. */
function wholeLines(pieces: { instanceId: string; stream: string; text: string }[]) {
  const lines: { chunk: number; line: number; text: string }[] = []
  const open = new Map<string, (typeof lines)[number]>()
  for (const [index, { instanceId, stream, text }] of pieces.entries()) {
    for (const [line, part] of text.split('\n').entries()) {
      const strand = `${instanceId} ${stream}`
      const isNew = line > 0 || !open.has(strand)
      if (isNew) open.delete(strand)
      const isEmptyEnd = line > 0 && part === '' && line === text.split('\n').length - 1
      if (isEmptyEnd) continue
      const current = open.get(strand) ?? { chunk: index + 1, line, text: '' }
      if (!open.has(strand)) lines.push(current)
      current.text += part
      open.set(strand, current)
    }
  }
  return lines
}
