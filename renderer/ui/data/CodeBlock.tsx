/** A few lines of source with their numbers, wrapped; those that matter are tinted. Coloured once the grammar has loaded. */
import { useEffect, useState } from 'react'
import { classes } from '../classes.ts'
import type { CodeLanguage, ColouredPiece } from '../editor/highlight.ts'
import { loadUntilThere } from '../editor/loadUntilThere.ts'
import css from './CodeBlock.module.css'
import { PlainText } from './PlainText.tsx'
import './syntax.css'

export type CodeLine = { number: number; text: string; isHit?: boolean }
export type CodeBlockProps = { lines: readonly CodeLine[]; language: CodeLanguage }

/** The coloured pieces of each line, or null while the grammar loads. */
function useHighlight(text: string, language: CodeLanguage): ColouredPiece[][] | null {
  const [result, setResult] = useState<{ text: string; lines: ColouredPiece[][] } | null>(null)
  useEffect(() => {
    if (language === 'text') return
    let isCurrent = true
    void loadUntilThere(() => import('../editor/highlight.ts')).then(({ highlightLines }) => {
      if (isCurrent) setResult({ text, lines: highlightLines(text, language) })
    })
    return () => {
      isCurrent = false
    }
  }, [text, language])
  return result?.text === text ? result.lines : null
}

export function CodeBlock({ lines, language }: CodeBlockProps) {
  const coloured = useHighlight(lines.map((line) => line.text).join('\n'), language)
  return (
    <pre className={css.code}>
      {lines.map((line, index) => (
        <span key={line.number} className={classes(css.line, line.isHit && css.hit)}>
          <span className={css.number}>{line.number}</span>
          <code className={css.text}>
            {coloured?.[index]?.map((piece) => (
              <span key={piece.from} className={piece.className}>
                <PlainText text={piece.text} />
              </span>
            )) ?? <PlainText text={line.text} />}
          </code>
        </span>
      ))}
    </pre>
  )
}
