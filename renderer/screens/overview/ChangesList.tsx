/** What happened lately that may explain a curve: reloads, changed configurations, crashes, starts of the host. */
import { useText } from '../../i18n/text.ts'
import { type MetricMark, useMetricFunctions } from '../../stores/metricsFunctions.ts'
import { formatRoute, type Route } from '../../stores/route.ts'
import { Icon, type IconName, PlainText } from '../../ui/index.ts'
import { useChartWords } from '../metrics/useChartWords.ts'
import css from './ChangesList.module.css'
import { NoRows, Section } from './Section.tsx'

const SHOWN = 8
const ICONS: Record<MetricMark['kind'], IconName> = {
  code: 'refresh-cw',
  configuration: 'settings',
  crash: 'circle-alert',
  host: 'server',
}

export function ChangesList() {
  const t = useText()
  const marks = useMetricFunctions((state) => state.marks)
  return (
    <Section title={t('overview.changes.title')}>
      {marks.length === 0 && <NoRows text={t('overview.changes.none')} />}
      {marks.slice(0, SHOWN).map((mark) => (
        <ChangeRow key={`${mark.atMs} ${mark.kind} ${mark.functionName}`} mark={mark} />
      ))}
    </Section>
  )
}

function ChangeRow({ mark: { atMs, kind, functionName, text } }: { mark: MetricMark }) {
  const { time } = useChartWords()
  const t = useText()
  const what = t(`metrics.mark.${kind}`)
  return (
    <a className={css.row} href={formatRoute(routeOf(kind, functionName))}>
      <time className={css.time} dateTime={new Date(atMs).toISOString()}>
        {time(atMs, { withSeconds: true })}
      </time>
      <Icon name={ICONS[kind]} size={14} />
      <span className={css.text}>
        <span className={css.what}>
          {functionName === null ? what : t('metrics.mark.named', { what, name: functionName })}
        </span>
        {kind !== 'host' && text !== kind && <PlainText text={text} />}
      </span>
    </a>
  )
}

const routeOf = (kind: MetricMark['kind'], functionName: string | null): Route =>
  kind === 'crash' ? { screen: 'instances', instanceId: null } : { screen: 'functions', functionName }
