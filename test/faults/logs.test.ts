/** The merged stream of logs under everything that must never go wrong, over a whole host and real instances. */
import { describe, expect, it } from 'vitest'
import { type ConsoleClient, clientOf } from '../../electron/cli/consoleClient.ts'
import type { LogChunk } from '../../shared/contract/logs.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { projectFolder, specOf } from '../support/projectFolder.ts'
import { startTestHost } from '../support/testHost.ts'
import { until } from '../support/until.ts'

const HANDLER = `const fs = require('fs')
const write = (bytes) => { for (let at = 0; at < bytes.length; ) at += fs.writeSync(1, bytes, at) }
const prints = {
  longLine: () => process.stdout.write('x'.repeat(5_000_000) + 'needle' + 'y'.repeat(5_000_000) + '\\n'),
  binary: () => write(Buffer.from([0x61, 0xff, 0xfe, 0x00, 0x1b, 0x5b, 0x33, 0x31, 0x6d, 0x07, 0xe2, 0x82, 0x62, 0x0a])),
  flood: () => { for (let n = 0; n < 200; n++) process.stdout.write(('z'.repeat(1_023) + '\\n').repeat(1_024)) },
  lines: () => { for (let n = 0; n < 200_000; n++) process.stdout.write('line ' + n + '\\n') },
}
exports.handler = async (event) => { prints[event.toString()](); return 'printed' }
`
const PROPS = ['timeout: 600', 'memorySize: 1024', 'instanceConcurrency: 1']

async function start(options: { hasFaults?: boolean } = {}) {
  const project = projectFolder({ 's.yaml': specOf({ print: PROPS }), 'print/index.js': HANDLER })
  const host = await startTestHost({ project, ...options })
  const client = clientOf(host)
  return { host, client, print: (what: string) => client['functions.invoke']({ functionName: 'print', payload: what }) }
}

async function allChunks(client: ConsoleClient): Promise<LogChunk[]> {
  const chunks: LogChunk[] = []
  for (let fromChunk = 0; ; ) {
    const slice = await client['logs.read']({ direction: 'forward', fromChunk, limitBytes: 1_048_576 })
    chunks.push(...slice.chunks)
    fromChunk = slice.lastChunk
    if (!slice.hasMore) return chunks
  }
}
const textOf = (chunks: LogChunk[], stream: LogChunk['stream'] = 'stdout') =>
  chunks.flatMap((chunk) => (chunk.stream === stream ? [chunk.text] : [])).join('')

/** Once the end of the execution is stored, so is everything before. */
const whenStored = (client: ConsoleClient, mark = 'FC Invoke End') =>
  until(
    async () => {
      const chunks = await allChunks(client)
      return textOf(chunks).includes(mark) ? chunks : null
    },
    { what: 'the end of the output', withinMs: 60_000, everyMs: 100 },
  )

async function hits(client: ConsoleClient, query: { text: string; isRegex?: boolean }) {
  const found = []
  let fromChunk: number | null = 0
  while (fromChunk !== null) {
    const slice: Awaited<ReturnType<ConsoleClient['logs.search']>> = await client['logs.search']({
      ...query,
      direction: 'forward',
      fromChunk,
    })
    found.push(...slice.hits)
    fromChunk = slice.nextChunk
  }
  return found
}

describe('the log', () => {
  it('has a line of 10 MB whole, and a search finds what stands in its middle', async () => {
    const { client, print } = await start()
    await print('longLine')
    const line = textOf(await whenStored(client))
      .split('\n')
      .find((one) => one.startsWith('x'))
    expect(line).toHaveLength(10_000_006)
    const place = { column: 5_000_000, length: 6 }
    expect(await hits(client, { text: 'NEEDLE' })).toEqual([expect.objectContaining(place)])
    expect(await hits(client, { text: 'ne+dle', isRegex: true })).toEqual([expect.objectContaining(place)])
  })

  it('has bytes that are no text as U+FFFD, and control characters as they are', async () => {
    const { client, print } = await start()
    await print('binary')
    const text = 'a\ufffd\ufffd\0\u001b[31m\u0007\ufffdb'
    await until(async () => textOf(await allChunks(client)).includes(text), { what: 'the binary output' })
    expect(await hits(client, { text: '\ufffdb' })).toHaveLength(1)
  })

  it('says of 200 MB what was left out, in bytes and lines, and adds up to all of it', async () => {
    const { client, print } = await start()
    await print('flood')
    const note = await until(
      async () => /last (\d+) bytes were dropped \((\d+) lines\)/.exec(textOf(await lastChunks(client), 'system')),
      { what: 'the note', withinMs: 60_000, everyMs: 200 },
    )
    const chunks = await allChunks(client)
    const kept = textOf(chunks)
      .split('\n')
      .filter((line) => line.startsWith('z'))
    const [droppedBytes, droppedLines] = [Number(note[1]), Number(note[2])]
    expect(Buffer.byteLength(textOf(chunks)) + droppedBytes).toBeGreaterThanOrEqual(200 * 1_048_576)
    expect(Math.abs(kept.length + droppedLines - 200 * 1_024)).toBeLessThanOrEqual(4) // two marks, and one line cut
  })
})

const lastChunks = async (client: ConsoleClient) => (await client['logs.read']({ direction: 'backward' })).chunks

describe('when the log thread is replaced', () => {
  it('reads and searches under way say unavailable or are answered, and go on afterwards', async () => {
    const { host, client, print } = await start({ hasFaults: true })
    await print('lines')
    const before = textOf(await whenStored(client))
    const outcome = (work: Promise<unknown>) =>
      work.then(
        () => 'answered',
        (error: unknown) => (error instanceof AppError ? error.code : String(error)),
      )
    const reads = Array.from({ length: 20 }, () => outcome(allChunks(client)))
    const searches = Array.from({ length: 20 }, () => outcome(hits(client, { text: 'line \\d+7$', isRegex: true })))
    host.fault('log', { kind: 'exit' })
    const outcomes = new Set(await Promise.all([...reads, ...searches]))
    expect([...outcomes].filter((one) => one !== 'answered' && one !== 'unavailable')).toEqual([])
    expect(outcomes).toContain('unavailable')
    await until(async () => (await outcome(lastChunks(client))) === 'answered', { what: 'the new log thread' })
    expect(textOf(await allChunks(client))).toBe(before)
    expect(await hits(client, { text: 'line 199999' })).toHaveLength(1)
  })
})
