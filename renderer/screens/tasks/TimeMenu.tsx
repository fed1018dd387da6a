/** When the tasks of the list were triggered: the usual spans, or between two times. It stays when the rest is cleared. */
import { useState } from 'react'
import { timesOf, withSince, withTimes } from '../../../shared/query/edit.ts'
import { readFilter } from '../../../shared/query/toFilter.ts'
import { useText } from '../../i18n/text.ts'
import { metricsRouteOf } from '../../stores/metricsTime.ts'
import { navigate } from '../../stores/route.ts'
import { Button, Dialog, Menu } from '../../ui/index.ts'
import css from './TimeMenu.module.css'
import { setQuery } from './useTasksRoute.ts'

const PRESETS = [
  { value: '15m', label: 'minutes15' },
  { value: '1h', label: 'hour' },
  { value: '24h', label: 'day' },
  { value: '7d', label: 'week' },
] as const

export function TimeMenu({ query }: { query: string }) {
  const t = useText()
  const [isChoosing, setChoosing] = useState(false)
  const times = timesOf(query)
  const preset = times.length === 1 ? PRESETS.find(({ value }) => times[0] === `since:${value}`) : undefined
  const custom = times.length === 0 ? t('tasks.time.all') : times.join(' ')
  const shown = preset === undefined ? custom : t(`tasks.time.${preset.label}`)
  const metricsRoute = metricsRouteOf(query, Date.now())
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button size="sm" icon="clock" aria-label={t('tasks.time.label', { time: shown })}>
            <span className={css.shown}>{shown}</span>
          </Button>
        }
        items={[
          ...PRESETS.map(({ value, label }) => ({
            id: value,
            label: t(`tasks.time.${label}`),
            ...(preset?.value === value && { icon: 'check' as const }),
            onSelect: () => setQuery(withSince(query, value)),
          })),
          {
            id: 'all',
            label: t('tasks.time.all'),
            ...(times.length === 0 && { icon: 'check' as const }),
            onSelect: () => setQuery(withSince(query, null)),
          },
          'divider',
          { id: 'between', label: t('tasks.time.between'), icon: 'calendar', onSelect: () => setChoosing(true) },
          ...(metricsRoute === null
            ? []
            : [
                {
                  id: 'metrics',
                  label: t('tasks.time.metrics'),
                  icon: 'chart-line' as const,
                  onSelect: () => navigate(metricsRoute),
                },
              ]),
        ]}
      />
      {isChoosing && <BetweenDialog query={query} onClose={() => setChoosing(false)} />}
    </>
  )
}

function BetweenDialog({ query, onClose }: { query: string; onClose(): void }) {
  const t = useText()
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const terms = [from && `since:${from}`, to && `until:${to}`].filter((term) => term !== '')
  const isPossible = readFilter(terms.join(' '), Date.now()).filter !== null
  const footer = (
    <Button
      variant="primary"
      isDisabled={!isPossible || terms.length === 0}
      onClick={() => {
        setQuery(withTimes(query, terms))
        onClose()
      }}
    >
      {t('tasks.time.apply')}
    </Button>
  )
  return (
    <Dialog title={t('tasks.time.between')} isOpen onClose={onClose} footer={footer} size="sm">
      <p className={css.text}>{t('tasks.time.betweenText')}</p>
      <div className={css.times}>
        <label className={css.label}>
          {t('tasks.time.from')}
          <input
            type="datetime-local"
            className={css.time}
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
        </label>
        <label className={css.label}>
          {t('tasks.time.to')}
          <input
            type="datetime-local"
            className={css.time}
            value={to}
            onChange={(event) => setTo(event.target.value)}
          />
        </label>
      </div>
      {!isPossible && (
        <p className={css.wrong} role="alert">
          {t('tasks.time.wrongOrder')}
        </p>
      )}
    </Dialog>
  )
}
