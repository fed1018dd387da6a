/** All instances: a summary, the states as a filter, and a row for each that stays where it is. */
import { useEffect } from 'react'
import type { InstanceState } from '../../../shared/domain/instanceStates.ts'
import { formatCount } from '../../../shared/format/count.ts'
import { useText } from '../../i18n/text.ts'
import { INSTANCE_SORTS } from '../../stores/instanceOrder.ts'
import { followInstances, instancesActions, useInstances, useStateCounts } from '../../stores/instances.ts'
import { navigate } from '../../stores/route.ts'
import { Button, EmptyState, ErrorState, PaneHeader, Segmented, SlowState, TogglePill } from '../../ui/index.ts'
import css from './InstanceList.module.css'
import { InstanceRows } from './InstanceRows.tsx'
import { InstanceSummary } from './InstanceSummary.tsx'
import { PrewarmMenu } from './PrewarmMenu.tsx'

const SHOWN_STATES = ['busy', 'idle', 'starting', 'draining', 'crashed', 'stopped'] as const satisfies InstanceState[]
const SORT_LABELS = {
  state: 'instances.sortState',
  function: 'instances.sortFunction',
  memory: 'instances.sortMemory',
} as const

export function InstanceList() {
  const t = useText()
  const isRead = useInstances(({ rows }) => rows !== null)
  const isEmpty = useInstances(({ rows }) => rows?.size === 0)
  const hasRows = useInstances(({ order }) => order.length > 0)
  const error = useInstances((state) => state.error)
  const sort = useInstances((state) => state.sort)
  useEffect(followInstances, [])

  if (!isRead) {
    if (error === null) return <SlowState text={t('instances.reading')} />
    return <ErrorState error={error} onRetry={() => void instancesActions.load()} what={t('instances.whatList')} />
  }
  return (
    <section className={css.pane} aria-label={t('instances.title')}>
      <PaneHeader title={t('instances.title')} summary={<InstanceSummary />}>
        <Segmented
          label={t('instances.sort')}
          value={sort}
          options={INSTANCE_SORTS.map((value) => ({ value, label: t(SORT_LABELS[value]) }))}
          onChange={instancesActions.sortBy}
        />
        <PrewarmMenu />
      </PaneHeader>
      <StatePills />
      {hasRows && <InstanceRows />}
      {!hasRows && (isEmpty ? <NoneYet /> : <NoneInState />)}
    </section>
  )
}

function StatePills() {
  const t = useText()
  const shown = useInstances(({ state }) => state)
  const counts = useStateCounts()
  const total = SHOWN_STATES.reduce((sum, state) => sum + (counts[state] ?? 0), 0)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend
    <div className={css.pills} role="group" aria-label={t('instances.pills')}>
      <TogglePill
        isOn={shown === null}
        label={t('instances.all')}
        count={formatCount(total)}
        onClick={() => instancesActions.show(null)}
      />
      {SHOWN_STATES.filter((state) => (counts[state] ?? 0) > 0 || shown === state).map((state) => (
        <TogglePill
          key={state}
          isOn={shown === state}
          glyph={state}
          label={t(`instances.state.${state}`)}
          count={formatCount(counts[state] ?? 0)}
          onClick={() => instancesActions.show(shown === state ? null : state)}
        />
      ))}
    </div>
  )
}

function NoneYet() {
  const t = useText()
  return (
    <EmptyState title={t('instances.none.title')} text={t('instances.none.text')}>
      <Button size="sm" variant="primary" onClick={() => navigate({ screen: 'functions', functionName: null })}>
        {t('instances.none.submit')}
      </Button>
    </EmptyState>
  )
}

function NoneInState() {
  const t = useText()
  const count = useInstances(({ rows }) => rows?.size ?? 0)
  return (
    <EmptyState title={t('instances.none.filteredTitle')} text={t('instances.none.filteredText', { count })}>
      <Button size="sm" onClick={() => instancesActions.show(null)}>
        {t('instances.none.showAll')}
      </Button>
    </EmptyState>
  )
}
