/** A long text in blocks that end with a line where that is possible, so that each can be laid out alone. */
import { KIB_BYTES } from '../../../shared/units/bytes.ts'

const BLOCK_LENGTH = 16 * KIB_BYTES

export type TextBlock = { at: number; text: string }

export function textBlocks(text: string): TextBlock[] {
  const blocks: TextBlock[] = []
  let at = 0
  while (at < text.length) {
    const end = blockEnd(text, at)
    // a block is a line of its own: the break at its end would show as an empty line
    blocks.push({ at, text: text.slice(at, end).replace(/\r?\n$/, '') })
    at = end
  }
  return blocks
}

function blockEnd(text: string, at: number): number {
  const wanted = at + BLOCK_LENGTH
  if (wanted >= text.length) return text.length
  const lineBreak = text.lastIndexOf('\n', wanted)
  if (lineBreak >= at) return lineBreak + 1
  const splitsPair = /[\udc00-\udfff]/.test(text.charAt(wanted))
  return splitsPair ? wanted + 1 : wanted
}
