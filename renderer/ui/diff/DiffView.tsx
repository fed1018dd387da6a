/**
 * Two texts side by side, what differs marked; long parts that are equal are folded until they are asked for.
 * CodeMirror loads when the first one is shown, in the chunk of the editors.
 */
import { lazy, Suspense, useId, useState } from 'react'
import { useText } from '../../i18n/text.ts'
import { Button } from '../actions/Button.tsx'
import type { CodeLanguage } from '../editor/highlight.ts'
import { loadUntilThere } from '../editor/loadUntilThere.ts'
import css from './Diff.module.css'
import { DiffWaiting } from './DiffWaiting.tsx'
import '../data/syntax.css'

export type DiffViewProps = {
  left: string
  right: string
  language: CodeLanguage
  leftLabel: string
  rightLabel: string
  /** A token: `var(--h-editor)`. */
  minHeight?: string
}

const DiffSurface = lazy(() => loadUntilThere(() => import('./DiffSurface.tsx')))

export function DiffView({ left, right, language, leftLabel, rightLabel, minHeight }: DiffViewProps) {
  const t = useText()
  const id = useId()
  const [isWhole, setWhole] = useState(false)
  return (
    <div className={css.diff}>
      <div className={css.labels}>
        <span className={css.label}>{leftLabel}</span>
        <span className={css.label}>{rightLabel}</span>
        <span className={css.tools}>
          <Button size="sm" variant="ghost" onClick={() => setWhole(!isWhole)}>
            {t(isWhole ? 'common.diff.onlyDifferences' : 'common.diff.allLines')}
          </Button>
        </span>
      </div>
      <div className={css.frame} style={{ minHeight }}>
        <Suspense fallback={<DiffWaiting {...{ left, right, leftLabel, rightLabel }} />}>
          <DiffSurface
            {...{ left, right, language, leftLabel, rightLabel }}
            describedBy={`${id}-keys`}
            isFolded={!isWhole}
          />
        </Suspense>
      </div>
      <p className={css.unseen} id={`${id}-keys`}>
        {t('common.diff.keys')}
      </p>
    </div>
  )
}
