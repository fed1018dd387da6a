/** One instance in the list: state, who it is, what it does now, what it uses, and the buttons. */
import { memo } from 'react'
import { formatBytes } from '../../../shared/format/bytes.ts'
import { formatCount } from '../../../shared/format/count.ts'
import { shortInstanceId } from '../../../shared/format/shortInstanceId.ts'
import { Sparkline } from '../../charts/index.ts'
import { useText } from '../../i18n/text.ts'
import { type InstanceRow, useInstances } from '../../stores/instances.ts'
import { formatRoute, navigate } from '../../stores/route.ts'
import { classes, GridCell } from '../../ui/index.ts'
import { DoingNow } from './DoingNow.tsx'
import css from './InstanceRows.module.css'
import { InstanceState } from './InstanceState.tsx'
import { RowActions } from './RowActions.tsx'
import { Uptime } from './Uptime.tsx'

type Props = {
  instanceId: string
  rowIndex: number
  isTabStop: boolean
  onFocus: (instanceId: string) => void
  onStop: (row: InstanceRow) => void
}

export const InstanceRowView = memo(function InstanceRowView({
  instanceId,
  rowIndex,
  isTabStop,
  onFocus,
  onStop,
}: Props) {
  const t = useText()
  const row = useInstances(({ rows }) => rows?.get(instanceId))
  const isStale = useInstances(({ state, rows }) => state !== null && rows?.get(instanceId)?.state !== state)
  if (row === undefined) return null
  const hasEnded = row.endedAtMs !== null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table lays out by its content
    <div
      role="row"
      aria-rowindex={rowIndex}
      data-instance={instanceId}
      tabIndex={isTabStop ? 0 : -1}
      className={classes(css.row, hasEnded && css.ended, isStale && css.stale)}
      onFocus={() => onFocus(instanceId)}
      onClick={({ target }) => {
        if (target instanceof Element && target.closest('button, a') !== null) return
        navigate({ screen: 'instances', instanceId })
      }}
      onKeyDown={({ key, currentTarget, target }) => {
        if (key === 'Enter' && target === currentTarget) navigate({ screen: 'instances', instanceId })
      }}
    >
      <GridCell>
        <InstanceState state={row.state} />
      </GridCell>
      <GridCell className={css.pair} title={instanceId}>
        <a className={css.id} href={formatRoute({ screen: 'instances', instanceId })} tabIndex={-1}>
          {shortInstanceId(instanceId)}
        </a>
        <span className={css.mono}>{row.pid === null ? '' : t('instances.pid', { pid: row.pid })}</span>
      </GridCell>
      <GridCell className={css.pair} title={row.functionName}>
        <bdi className={css.name}>{row.functionName}</bdi>
        <span className={css.second}>{row.runtime}</span>
      </GridCell>
      <GridCell className={classes(css.pair, css.doing)}>
        <DoingNow row={row} />
      </GridCell>
      <GridCell className={css.number}>{formatCount(row.servedCount)}</GridCell>
      <GridCell className={css.usage}>
        <Cpu row={row} />
      </GridCell>
      <GridCell className={css.usage}>
        <Memory row={row} />
      </GridCell>
      <GridCell className={css.values}>
        <Uptime row={row} />
      </GridCell>
      <GridCell className={css.actions}>
        <RowActions row={row} onStop={onStop} />
      </GridCell>
    </div>
  )
})

function Cpu({ row: { cpuPercent, recentCpuPercents } }: { row: InstanceRow }) {
  const t = useText()
  const value = cpuPercent === null ? null : Math.round(cpuPercent)
  return (
    <>
      <span className={css.spark}>
        <Sparkline values={recentCpuPercents} label={t('instances.cpuLabel', { value: value ?? 0 })} />
      </span>
      <span className={classes(css.percent, value === null && css.quiet)}>{value === null ? '–' : `${value} %`}</span>
    </>
  )
}

/** Coloured only near the limit, where the value itself is a warning (DESIGN-LANGUAGE.md section 7). */
const NEAR_LIMIT = 0.9

function Memory({ row }: { row: InstanceRow }) {
  const t = useText()
  const bytes = row.endedAtMs === null ? row.memoryBytes : row.peakMemoryBytes
  const limit = formatBytes(row.memoryLimitBytes)
  const isNearLimit = (bytes ?? 0) > NEAR_LIMIT * row.memoryLimitBytes
  const tone = !isNearLimit ? {} : { tone: row.state === 'crashed' ? ('fail' as const) : ('retry' as const) }
  return (
    <>
      <span className={css.spark}>
        <Sparkline
          values={row.recentMemoryBytes}
          label={t('instances.memoryLabel', { value: formatBytes(bytes ?? 0), limit })}
          {...tone}
        />
      </span>
      <span className={css.values}>
        <span className={classes(bytes === null && css.quiet)}>{bytes === null ? '–' : formatBytes(bytes)}</span>
        <span className={css.second}>{t('instances.ofMemory', { size: limit })}</span>
      </span>
    </>
  )
}
