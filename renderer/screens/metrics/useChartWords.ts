/** Words that all charts have in common: steps, marks, times. */
import { useMemo } from 'react'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/units/time.ts'
import type { ChartMark } from '../../charts/index.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import type { MetricMark } from '../../stores/metricsFunctions.ts'

export type ChartWords = {
  language: string
  /** `minute`, `10 seconds` */
  step: (stepSeconds: number) => string
  marks: (marks: readonly MetricMark[]) => ChartMark[]
  /** When something was, as exact as the step asks for, with the day where it was another one. */
  time: (atMs: number, options?: { withSeconds?: boolean }) => string
}

export function useChartWords(): ChartWords {
  const t = useText()
  const language = useLanguage()
  return useMemo(
    () => ({
      language,
      step: (stepSeconds) => {
        const stepMs = stepSeconds * SECOND_MS
        if (stepMs % HOUR_MS === 0) return t('metrics.step.hours', { count: stepMs / HOUR_MS })
        if (stepMs % MINUTE_MS === 0) return t('metrics.step.minutes', { count: stepMs / MINUTE_MS })
        return t('metrics.step.seconds', { count: stepSeconds })
      },
      marks: (marks) =>
        marks.map(({ atMs, kind, functionName }) => {
          const what = t(`metrics.mark.${kind}`)
          return { atMs, label: functionName === null ? what : t('metrics.mark.named', { what, name: functionName }) }
        }),
      time: (atMs, { withSeconds = false } = {}) => {
        const isOtherDay = Math.abs(Date.now() - atMs) > DAY_MS || new Date(atMs).getDate() !== new Date().getDate()
        return formatFor({ language, withSeconds, withDay: isOtherDay }).format(atMs)
      },
    }),
    [t, language],
  )
}

type Format = { language: string; withSeconds: boolean; withDay: boolean }
const formats = new Map<string, Intl.DateTimeFormat>()

function formatFor({ language, withSeconds, withDay }: Format): Intl.DateTimeFormat {
  const key = `${language} ${withSeconds} ${withDay}`
  const format =
    formats.get(key) ??
    new Intl.DateTimeFormat(language, {
      ...(withDay && { month: 'short', day: 'numeric' }),
      hour: '2-digit',
      minute: '2-digit',
      ...(withSeconds && { second: '2-digit' }),
      hourCycle: 'h23',
    })
  formats.set(key, format)
  return format
}
