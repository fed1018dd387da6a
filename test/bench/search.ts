/** How fast is a million lines searched, and for how long does a search keep the log thread from storing? */
import { systemClock } from '../../electron/base/clock.ts'
import { createLogService, type LogService } from '../../electron/logs/logService.ts'
import type { Bench, Measurement, RunSize } from './bench.ts'
import { benchDir } from './benchDir.ts'

const FUNCTION_ID = 7
const INSTANCE_COUNT = 4
const LINES_IN_A_PIECE = 600 // somewhat under 64 KiB, as they come out of a pipe

const lineCountOf = ({ isQuick }: RunSize) => (isQuick ? 50_000 : 1_000_000)

/** The text stands in one line of each million. */
const SEARCHES = {
  text: { text: 'order 777777 ', isRegex: false },
  regex: { text: 'order \\d+77777 ', isRegex: true },
} as const

async function measureOurs(lineCount: number): Promise<Measurement> {
  using dir = benchDir()
  const service = createLogService({ workspaceDir: dir.path, hostId: 'bench', clock: systemClock, notify: () => {} })
  await fill(service, lineCount)
  const figures: Measurement = {}
  for (const [name, search] of Object.entries(SEARCHES)) {
    const { elapsedMs, longestMs } = await searchAll(service, search)
    figures[`a_million_lines_by_${name}_ms`] = (elapsedMs * 1_000_000) / lineCount
    figures[`by_${name}_longest_slice_ms`] = longestMs
  }
  await service.stop()
  return figures
}

async function fill(service: LogService, lineCount: number): Promise<void> {
  const lines = linesOf(lineCount)
  let batchId = 0
  for (let line = 0; line < lineCount; line += LINES_IN_A_PIECE) {
    const text = lines.slice(line, line + LINES_IN_A_PIECE).join('')
    const piece = { key: 1, attempt: 1, functionId: FUNCTION_ID, stream: 'stdout' as const, atMs: systemClock.nowMs() }
    const chunks = [{ ...piece, instanceId: `c-${batchId % INSTANCE_COUNT}`, text }]
    const message = { kind: 'output' as const, schedulerId: 1, batchId: ++batchId, chunks }
    await new Promise((resolve) => service.onSchedulerMessage(message, resolve))
  }
}

/** About 100 bytes each. */
const linesOf = (lineCount: number) =>
  Array.from(
    { length: lineCount },
    (_, n) =>
      `2026-01-01T00:00:00.000Z 1-65a1b2c3 [info] order ${n} was handled in ${n % 977} ms by worker ${n % 13}; done\n`,
  )

async function searchAll(service: LogService, search: (typeof SEARCHES)[keyof typeof SEARCHES]) {
  const filter = { functionIds: [FUNCTION_ID], instanceId: null, fromMs: null, beforeMs: null }
  const startedMs = performance.now()
  let longestMs = 0
  for (let fromChunk: number | null = null; ; ) {
    const sliceMs = performance.now()
    const query = { ...search, filter, isCaseSensitive: false, direction: 'backward' as const, fromChunk, limit: 1_000 }
    const slice: { nextChunk: number | null } = await service.reads.searchStream(query)
    fromChunk = slice.nextChunk
    longestMs = Math.max(longestMs, performance.now() - sliceMs)
    if (fromChunk === null) return { elapsedMs: performance.now() - startedMs, longestMs }
  }
}

/** What a program costs that has all lines in memory and looks at each. */
function measureInMemory(lineCount: number): Measurement {
  const lines = linesOf(lineCount)
  const figures: Measurement = {}
  for (const [name, { text, isRegex }] of Object.entries(SEARCHES)) {
    const regex = new RegExp(text, 'i')
    const wanted = text.toLowerCase()
    const startedMs = performance.now()
    const found = lines.filter((line) => (isRegex ? regex.test(line) : line.toLowerCase().includes(wanted)))
    figures[`a_million_lines_by_${name}_ms`] = ((performance.now() - startedMs) * 1_000_000) / lineCount
    if (found.length > lineCount) throw new Error('more lines were found than there are')
  }
  return figures
}

export const search: Bench = {
  name: 'search',
  about: 'all of a million stored lines of 100 bytes, in any case, for something that hardly one of them has',
  notes: [
    'Ours reads the log database in slices, between which the log thread stores. "in memory": every line already an',
    'element of an array in the memory of the process that looks for it, without a pause.',
  ],
  subjects: [
    { name: 'taskyard', kind: 'ours', measure: (size) => measureOurs(lineCountOf(size)) },
    { name: 'in memory', kind: 'limit', measure: async (size) => measureInMemory(lineCountOf(size)) },
  ],
  targets: [
    { figure: 'a_million_lines_by_text_ms', times: 1_000, against: null },
    { figure: 'a_million_lines_by_regex_ms', times: 1_000, against: null },
    { figure: 'by_text_longest_slice_ms', times: 30, against: null },
    { figure: 'by_regex_longest_slice_ms', times: 30, against: null },
  ],
}
