/** Colours source for reading, with the grammars of the editor; part of a chunk that loads when it is needed. */
import { javascriptLanguage } from '@codemirror/lang-javascript'
import { jsonLanguage } from '@codemirror/lang-json'
import { pythonLanguage } from '@codemirror/lang-python'
import { yamlLanguage } from '@codemirror/lang-yaml'
import type { Parser } from '@lezer/common'
import { highlightCode, tagHighlighter, tags } from '@lezer/highlight'

export type CodeLanguage = 'javascript' | 'python' | 'json' | 'yaml' | 'text'
export type ColouredPiece = { from: number; text: string; className: string }

const PARSERS: Record<Exclude<CodeLanguage, 'text'>, Parser> = {
  javascript: javascriptLanguage.parser,
  json: jsonLanguage.parser,
  python: pythonLanguage.parser,
  yaml: yamlLanguage.parser,
}

export const syntaxColours = tagHighlighter([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], class: 'syntax-keyword' },
  {
    tag: [
      tags.propertyName,
      tags.function(tags.variableName),
      tags.className,
      tags.typeName,
      tags.definition(tags.propertyName),
    ],
    class: 'syntax-name',
  },
  { tag: [tags.number, tags.bool, tags.null, tags.atom, tags.unit], class: 'syntax-number' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], class: 'syntax-string' },
  { tag: [tags.comment, tags.meta], class: 'syntax-comment' },
])

/** One list of pieces for each line of the text. */
export function highlightLines(text: string, language: Exclude<CodeLanguage, 'text'>): ColouredPiece[][] {
  const tree = PARSERS[language].parse(text)
  const lines: ColouredPiece[][] = [[]]
  let at = 0
  highlightCode(
    text,
    tree,
    syntaxColours,
    (piece, className) => {
      lines.at(-1)?.push({ from: at, text: piece, className })
      at += piece.length
    },
    () => {
      lines.push([])
      at += 1
    },
  )
  return lines
}
