/** One sentence that says what is wrong, and the likely next step. */
import { useText } from '../../i18n/text.ts'
import { selectUnread, useInboxTotals } from '../../stores/inboxTotals.ts'
import type { FunctionFigures } from '../../stores/metricsFunctions.ts'
import { levelOf, type Verdict } from '../../stores/overviewVerdict.ts'
import { type MetricRange, navigate } from '../../stores/route.ts'
import { uiActions } from '../../stores/ui.ts'
import { Button, Glyph } from '../../ui/index.ts'
import { useChartWords } from '../metrics/useChartWords.ts'
import { type NextStep, nextSteps } from './nextSteps.ts'
import css from './VerdictBar.module.css'
import { verdictText } from './verdictText.ts'

const GLYPHS = { fail: 'Failed', wait: 'Retrying', ok: 'Succeeded', none: 'Enqueued' } as const

type VerdictBarProps = { verdict: Verdict | null; functions: readonly FunctionFigures[]; range: MetricRange }

export function VerdictBar({ verdict, functions, range }: VerdictBarProps) {
  const t = useText()
  const { time } = useChartWords()
  const unreadCount = useInboxTotals(selectUnread)
  const { subject, rest: finding } = verdictText(verdict, { t, time, range: t(`metrics.inRange.${range}`) })
  const isUnreadSaid = unreadCount > 0 && verdict !== null && verdict.kind !== 'problem'
  const rest = isUnreadSaid ? `${finding} ${t('overview.verdict.unread', { count: unreadCount })}` : finding
  const level = verdict === null ? 'none' : levelOf(verdict)
  const steps = nextSteps(verdict, { functions, unreadCount })
  return (
    <section className={css.bar} aria-label={t('overview.verdict.label')}>
      <Glyph name={GLYPHS[level]} size={16} />
      <p className={css.text} title={subject + rest}>
        <strong className={css.subject}>{subject}</strong>
        {rest}
      </p>
      <div className={css.steps}>
        {steps.toReversed().map((step) => (
          <Button
            key={step.word}
            variant={step === steps[0] && (verdict?.kind !== 'well' || unreadCount > 0) ? 'primary' : 'default'}
            onClick={() => go(step)}
          >
            {t(`overview.action.${step.word}`)}
          </Button>
        ))}
      </div>
    </section>
  )
}

const go = ({ to }: NextStep) => (to === null ? uiActions.openDock('problems') : navigate(to))
