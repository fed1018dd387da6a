/** The stream as a text file: what is loaded, or everything that the filter keeps, read page by page. */
import { MIB_BYTES } from '../../shared/units/bytes.ts'
import { client } from '../bridge/client.ts'
import { filterOf, type StreamFilter } from './logFilter.ts'
import { streamLines } from './logStream.ts'
import { type LogChunk, LogWindow, type StreamLine, writerOf } from './logWindow.ts'

const SLICE_BYTES = MIB_BYTES

export const loadedText = (): string => textOf(streamLines())

/**
 * Parts of a file, which a browser keeps outside of its memory. `onProgress` gets the lines so far. Rejects with
 * `AppError`; after `signal` with what was read until then left out.
 */
export async function wholeText(
  filter: StreamFilter,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (lineCount: number) => void },
): Promise<Blob> {
  const parts: Blob[] = []
  let lineCount = 0
  let fromChunk: number | undefined
  let tail: LogChunk[] = []
  while (!signal.aborted) {
    const slice = await client['logs.read'](
      {
        filter: filterOf(filter),
        direction: 'forward',
        limitBytes: SLICE_BYTES,
        ...(fromChunk !== undefined && { fromChunk }),
      },
      signal,
    )
    const { done, rest } = splitAtLastLines([...tail, ...slice.chunks], slice.hasMore)
    tail = rest
    const window = new LogWindow(Number.POSITIVE_INFINITY)
    window.append(done)
    parts.push(new Blob([textOf(window.lines)]))
    lineCount += window.lines.length
    onProgress(lineCount)
    fromChunk = slice.lastChunk
    if (!slice.hasMore) break
  }
  return new Blob(parts, { type: 'text/plain' })
}

/** The chunks of a line that has not ended wait for the next slice, unless they are more than this. */
const MAX_WAITING_CHARACTERS = 32 * MIB_BYTES

function splitAtLastLines(chunks: readonly LogChunk[], hasMore: boolean): { done: LogChunk[]; rest: LogChunk[] } {
  const open = new Map<string, LogChunk[]>()
  for (const chunk of hasMore ? chunks : []) {
    const key = writerOf(chunk)
    if (chunk.text.endsWith('\n')) open.delete(key)
    else if (chunk.text.includes('\n')) open.set(key, [chunk])
    else open.set(key, [...(open.get(key) ?? []), chunk])
  }
  const rest = new Set([...open.values()].flat())
  const waiting = [...rest].reduce((sum, { text }) => sum + text.length, 0)
  if (waiting > MAX_WAITING_CHARACTERS) return { done: [...chunks], rest: [] }
  return { done: chunks.filter((chunk) => !rest.has(chunk)), rest: chunks.filter((chunk) => rest.has(chunk)) }
}

const textOf = (lines: readonly StreamLine[]): string =>
  lines
    .map(({ atMs, functionName, instanceId, stream, raw, cutCharacters }) => {
      const cut = cutCharacters === 0 ? '' : ` … ${cutCharacters} more characters`
      return `${new Date(atMs).toISOString()} ${functionName} ${instanceId} ${stream} ${raw}${cut}\n`
    })
    .join('')
