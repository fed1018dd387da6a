/** Two attempts side by side: what most likely explains the difference on top, then every part of it. */
import { useEffect } from 'react'
import { useText } from '../../i18n/text.ts'
import {
  type ComparisonPair,
  followComparison,
  loadComparison,
  parsePair,
  swapSides,
  useComparison,
} from '../../stores/comparison.ts'
import { navigate, TASKS_ROUTE, useRoute } from '../../stores/route.ts'
import { Button, EmptyState, ErrorState, PaneHeader, SlowState } from '../../ui/index.ts'
import { ComparedFacts } from './ComparedFacts.tsx'
import { ComparedParts } from './ComparedParts.tsx'
import css from './CompareScreen.module.css'
import { useHeadline } from './headlineText.ts'

export function CompareScreen() {
  const t = useText()
  const left = useRoute((route) => (route.screen === 'compare' ? route.left : ''))
  const right = useRoute((route) => (route.screen === 'compare' ? route.right : ''))
  const pair = parsePair({ left, right })
  return (
    <div className={css.screen}>
      <PaneHeader title={t('compare.title')} summary={t('compare.summary')}>
        {pair !== null && (
          <Button size="sm" icon="arrow-left-right" onClick={() => swapSides(pair)}>
            {t('compare.swap')}
          </Button>
        )}
      </PaneHeader>
      {pair === null ? (
        <EmptyState title={t('compare.none')} text={t('compare.noneText')}>
          <Button onClick={() => navigate(TASKS_ROUTE)}>{t('compare.toTasks')}</Button>
        </EmptyState>
      ) : (
        <Compared key={`${left} ${right}`} pair={pair} />
      )}
    </div>
  )
}

function Compared({ pair }: { pair: ComparisonPair }) {
  const t = useText()
  const comparison = useComparison((state) => state.comparison)
  const error = useComparison((state) => state.error)
  const headline = useHeadline()
  // biome-ignore lint/correctness/useExhaustiveDependencies: mounted anew for each pair
  useEffect(() => followComparison(pair), [])
  if (comparison === null) {
    if (error === null) return <SlowState text={t('compare.reading')} />
    return <ErrorState what={t('compare.readFailed')} error={error} onRetry={() => void loadComparison(pair)} />
  }
  return (
    <div className={css.body}>
      <p className={css.headline} role="status">
        {headline(comparison.reason)}
      </p>
      <ComparedFacts comparison={comparison} />
      <ComparedParts comparison={comparison} />
    </div>
  )
}
