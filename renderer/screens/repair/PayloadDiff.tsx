/** The payload as it was, to read, beside the one that is sent, to edit. */
import { CodeEditor } from '../../ui/index.ts'
import css from './PayloadDiff.module.css'

export type PayloadDiffProps = {
  left: string
  right: string
  language: 'json' | 'text'
  leftLabel: string
  rightLabel: string
  onChange: (text: string) => void
  onSubmit: () => void
}

export function PayloadDiff({ left, right, language, leftLabel, rightLabel, onChange, onSubmit }: PayloadDiffProps) {
  return (
    <div className={css.sides}>
      <CodeEditor label={leftLabel} language={language} value={left} isReadOnly onChange={() => {}} />
      <CodeEditor label={rightLabel} language={language} value={right} onChange={onChange} onSubmit={onSubmit} />
    </div>
  )
}
