/** The line of the user's code that failed, with the lines around it. */
import { useText } from '../../i18n/text.ts'
import type { SourceFrame } from '../../stores/taskShapes.ts'
import { CodeBlock, type CodeLanguage, CopyText } from '../../ui/index.ts'
import css from './ErrorSource.module.css'

/** Around the line that failed; the host sends more. */
const LINES_BEFORE = 2
const LINES_AFTER = 2

export function ErrorSource({ frame }: { frame: SourceFrame }) {
  const t = useText()
  const { file, path, line, caller, lines, isSameCode } = frame
  const near = withoutBlankEdges(
    lines.filter(({ number }) => number >= line - LINES_BEFORE && number <= line + LINES_AFTER),
  )
  return (
    <>
      <div className={css.place}>
        <span className={css.file}>
          <CopyText text={`${path}:${line}`} shown={`${file}:${line}`} label={t('task.error.copyPlace')} />
        </span>
        {caller !== null && <span className={css.caller}>{t('task.error.inFunction', { name: caller })}</span>}
      </div>
      {!isSameCode && lines.length > 0 && <p className={css.note}>{t('task.error.changed')}</p>}
      {lines.length === 0 ? (
        <p className={css.note}>{t('task.error.gone')}</p>
      ) : (
        <div className={css.code}>
          <CodeBlock
            lines={near.map(({ number, text }) => ({ number, text, isHit: number === line }))}
            language={languageOf(file)}
          />
        </div>
      )}
    </>
  )
}

function languageOf(file: string): CodeLanguage {
  if (/\.[cm]?[jt]sx?$/.test(file)) return 'javascript'
  return file.endsWith('.py') ? 'python' : 'text'
}

function withoutBlankEdges(lines: SourceFrame['lines']): SourceFrame['lines'] {
  const first = lines.findIndex(({ text }) => text.trim() !== '')
  const last = lines.findLastIndex(({ text }) => text.trim() !== '')
  return first < 0 ? lines : lines.slice(first, last + 1)
}
