/** Lines of a plan: a function with how many of its tasks, and why others are left out, each with its number. */
import type { ReactNode } from 'react'
import type { SkipReason } from '../../../shared/contract/repairs.contract.ts'
import { formatCount } from '../../../shared/format/count.ts'
import { useText } from '../../i18n/text.ts'
import css from './PlanParts.module.css'

type FunctionLineProps = { name: string; count: number; detail: string; children?: ReactNode }

export function FunctionLine({ name, count, detail, children }: FunctionLineProps) {
  return (
    <li className={css.line}>
      <span className={css.name}>{name}</span>
      <span className={css.number}>{formatCount(count)}</span>
      <span className={css.detail}>{detail}</span>
      {children}
    </li>
  )
}

export function SkippedLines({ skipped }: { skipped: readonly { reason: SkipReason; count: number }[] }) {
  const t = useText()
  return skipped.map(({ reason, count }) => (
    <li key={reason} className={css.line}>
      <span className={css.leftOut}>{t(`repair.skipped.${reason}`)}</span>
      <span className={css.number}>{formatCount(count)}</span>
    </li>
  ))
}
