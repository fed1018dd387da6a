/**
 * Takes the lines that FC writes around an execution out of what a runtime printed: they are derived anyway
 * (electron/logs/invokeMarks.ts). Such a line may be cut by the border of two rows. Pure.
 */
type Row = { attempt: number | null; stream: string; text: string }

/** No mark is longer, but for the text of an error. */
const LONGEST_BEGINNING = 256

/** The text of each row without them. Of a line whose rows are not given together, the first part stays. */
export function withoutPrintedMarks(rows: readonly Row[], requestId: string): string[] {
  const marks = new RegExp(`FC Invoke (?:Start|End) RequestId: ${requestId}(?:, Error: .*)?\n`, 'g')
  const texts = rows.map(({ text }) => text)
  const begun = new Map<number | null, { index: number; at: number }>() // by attempt
  for (const [index, row] of rows.entries()) {
    if (row.stream !== 'stdout') continue
    let { text } = row
    const before = begun.get(row.attempt)
    const kept = before === undefined ? '' : (texts[before.index] ?? '')
    const head = before === undefined ? '' : kept.slice(before.at)
    marks.lastIndex = 0
    const match = head === '' ? null : marks.exec(head + text)
    if (before !== undefined && match?.index === 0) {
      texts[before.index] = kept.slice(0, before.at)
      text = text.slice(match[0].length - head.length)
    }
    text = text.replace(marks, '')
    texts[index] = text
    const at = beginningOfMark(text, requestId)
    if (at === null) begun.delete(row.attempt)
    else begun.set(row.attempt, { index, at })
  }
  return texts
}

/** Where a mark begins of which the rest may follow. */
function beginningOfMark(text: string, requestId: string): number | null {
  const wholes = ['Start', 'End'].map((word) => `FC Invoke ${word} RequestId: ${requestId}`)
  const lineAt = text.lastIndexOf('\n') + 1
  let at = text.indexOf('F', Math.max(lineAt, text.length - LONGEST_BEGINNING))
  for (; at >= 0; at = text.indexOf('F', at + 1)) {
    const tail = text.slice(at)
    if (wholes.some((whole) => whole.startsWith(tail) || tail.startsWith(whole))) return at
  }
  return null
}
