/** What is known of an instance, each fact with its name. */
import type { ReactNode } from 'react'
import { formatAgo } from '../../../shared/format/ago.ts'
import { formatBytes } from '../../../shared/format/bytes.ts'
import { formatCount } from '../../../shared/format/count.ts'
import { formatDurationMs } from '../../../shared/format/duration.ts'
import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/clock.ts'
import type { InstanceDetail } from '../../stores/instancePage.ts'
import { formatRoute } from '../../stores/route.ts'
import { DoingNow } from './DoingNow.tsx'
import css from './InstancePage.module.css'

export function InstanceFacts({ instance }: { instance: InstanceDetail }) {
  const t = useText()
  const { functionName, servedCount, coldStartMs, pid, codeHash, interpreterVersion, runtime, detail } = instance
  const isAlive = instance.endedAtMs === null
  return (
    <dl className={`${css.section} ${css.facts}`}>
      <Fact name={t('instances.page.function')}>
        <a href={formatRoute({ screen: 'functions', functionName })}>{functionName}</a>
      </Fact>
      {isAlive && (
        <Fact name={t('instances.page.doing')}>
          <DoingNow row={instance} />
        </Fact>
      )}
      <Fact name={t('instances.page.served')}>
        {t('instances.page.servedTasks', { count: servedCount, text: formatCount(servedCount) })}
      </Fact>
      <Lived instance={instance} />
      {isAlive && <IdleTimer instance={instance} />}
      <Fact name={t('instances.page.coldStart')}>{coldStartMs === null ? '–' : formatDurationMs(coldStartMs)}</Fact>
      <Fact name={t('instances.page.peak')}>
        {instance.peakMemoryBytes === null
          ? '–'
          : `${formatBytes(instance.peakMemoryBytes)} ${t('instances.ofMemory', { size: formatBytes(instance.memoryLimitBytes) })}`}
      </Fact>
      <Fact name={t('instances.page.process')}>
        <span className={css.mono}>{pid === null ? '–' : t('instances.pid', { pid })}</span>
      </Fact>
      <Fact name={t('instances.page.interpreter')}>
        <span>
          {runtime} {interpreterVersion !== null && <span className={css.quiet}>{interpreterVersion}</span>}
        </span>
      </Fact>
      <Fact name={t('instances.page.code')}>
        <span className={css.mono} title={codeHash}>
          {codeHash.slice(0, 7)}
        </span>
      </Fact>
      {detail !== null && (
        <Fact name={t('instances.page.detail')} isWide>
          <bdi>{detail}</bdi>
        </Fact>
      )}
    </dl>
  )
}

function Fact({ name, isWide = false, children }: { name: string; isWide?: boolean; children: ReactNode }) {
  return (
    <div className={isWide ? css.wide : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Lived({ instance: { createdAtMs, endedAtMs } }: { instance: InstanceDetail }) {
  const t = useText()
  const language = useLanguage()
  const nowMs = useNow()
  if (endedAtMs === null) {
    return <Fact name={t('instances.page.uptime')}>{formatAgo(Math.max(0, nowMs - createdAtMs))}</Fact>
  }
  const span = formatDurationMs(endedAtMs - createdAtMs)
  return (
    <Fact name={t('instances.page.lived')}>
      {t('instances.page.livedFor', { span, time: formatInstant(endedAtMs, { language }) })}
    </Fact>
  )
}

function IdleTimer({ instance: { stopsAtMs, terminalCount } }: { instance: InstanceDetail }) {
  const t = useText()
  const nowMs = useNow()
  const text =
    terminalCount > 0
      ? t('instances.page.idleTimerTerminal')
      : stopsAtMs === null
        ? t('instances.page.idleTimerOff')
        : t('instances.stopsIn', { span: formatAgo(Math.max(0, stopsAtMs - nowMs)) })
  return <Fact name={t('instances.page.idleTimer')}>{text}</Fact>
}
