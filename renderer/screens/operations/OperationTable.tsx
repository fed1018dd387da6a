/** The rows of the operator log. The next page comes when its end is in sight; new ones wait while somebody reads. */
import { type UIEvent, useRef } from 'react'
import { formatCount } from '../../../shared/format/count.ts'
import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import { type Operation, operationsActions, useOperations } from '../../stores/operations.ts'
import { openReceipt } from '../../stores/repair.ts'
import { formatRoute } from '../../stores/route.ts'
import { Button, EmptyState, ErrorState, SlowState } from '../../ui/index.ts'
import css from './OperationTable.module.css'
import { operationFacts, placeOf } from './operationFacts.ts'

/** Pages are read ahead, so that scrolling seldom waits. */
const AHEAD_PIXELS = 600

export function OperationTable() {
  const t = useText()
  const place = useRef<HTMLDivElement>(null)
  const { load, error, operations, more } = useOperations()
  if (load === 'failed' && error !== null) {
    const retry = () => void operationsActions.retry()
    return <ErrorState what={t('operations.loadFailed')} error={error} onRetry={retry} />
  }
  if (load === 'loading') return <SlowState text={t('operations.loading')} />
  if (operations.length === 0) return <Nothing />
  const scrolled = ({ currentTarget: { scrollTop, scrollHeight, clientHeight } }: UIEvent<HTMLDivElement>) => {
    operationsActions.setAtTop(scrollTop === 0)
    if (scrollHeight - scrollTop - clientHeight < AHEAD_PIXELS && more === 'idle') void operationsActions.more()
  }
  return (
    <div className={css.place}>
      <FreshPill onShow={() => place.current?.scrollTo({ top: 0 })} />
      {error !== null && more !== 'failed' && (
        <p className={css.stale} role="status">
          {t('operations.stale', { reason: error.message })}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <section className={css.scroll} ref={place} tabIndex={0} aria-label={t('operations.title')} onScroll={scrolled}>
        <table className={css.table}>
          <Head />
          <tbody>
            {operations.map((operation) => (
              <OperationLine key={operation.operationId} operation={operation} />
            ))}
          </tbody>
        </table>
        {more === 'loading' && <p className={css.foot}>{t('operations.loadingMore')}</p>}
        {more === 'failed' && (
          <p className={css.foot} role="alert">
            {t('operations.moreFailed')} {error?.message}{' '}
            <Button size="sm" onClick={() => void operationsActions.more()}>
              {t('common.tryAgain')}
            </Button>
          </p>
        )}
      </section>
    </div>
  )
}

function Nothing() {
  const t = useText()
  const isFiltered = useOperations(({ filter }) => filter.kinds.length > 0 || filter.text.trim() !== '')
  if (!isFiltered) return <EmptyState title={t('operations.none')} text={t('operations.noneText')} />
  return (
    <EmptyState title={t('operations.noMatch')} text={t('operations.noMatchText')}>
      <Button size="sm" onClick={() => void operationsActions.show({ kinds: [], text: '' })}>
        {t('operations.clear')}
      </Button>
    </EmptyState>
  )
}

function FreshPill({ onShow }: { onShow: () => void }) {
  const t = useText()
  const count = useOperations(({ fresh }) => fresh.length)
  const hasMore = useOperations(({ hasMoreFresh }) => hasMoreFresh)
  if (count === 0) return null
  const show = async () => {
    await operationsActions.showFresh()
    onShow()
  }
  return (
    <span className={css.fresh}>
      <Button size="sm" icon="arrow-up" onClick={() => void show()}>
        {t(hasMore ? 'operations.freshMany' : 'operations.fresh', { count })}
      </Button>
    </span>
  )
}

function Head() {
  const t = useText()
  return (
    <thead className={css.head}>
      <tr>
        <th className={css.when}>{t('operations.column.when')}</th>
        <th className={css.what}>{t('operations.column.what')}</th>
        <th>{t('operations.column.target')}</th>
        <th className={css.count}>{t('operations.column.count')}</th>
        <th className={css.link}>{t('operations.column.link')}</th>
      </tr>
    </thead>
  )
}

function OperationLine({ operation }: { operation: Operation }) {
  const t = useText()
  const language = useLanguage()
  const { atMs, action, target, count } = operation
  const facts = operationFacts(operation, { t, language })
  const whole = formatInstant(atMs, { withDate: true, withMs: true, language })
  return (
    <tr className={css.row}>
      <td className={css.when}>
        <time dateTime={new Date(atMs).toISOString()} title={whole}>
          {formatInstant(atMs, { withDate: !isToday(atMs), language })}
        </time>
      </td>
      <td className={css.what}>{t(`operations.action.${action}`)}</td>
      <td>
        <span className={css.target} title={target}>
          {target}
        </span>
        {facts !== '' && (
          <span className={css.facts} title={facts}>
            {facts}
          </span>
        )}
      </td>
      <td className={css.count}>{formatCount(count)}</td>
      <td className={css.link}>
        <Where operation={operation} />
      </td>
    </tr>
  )
}

function Where({ operation }: { operation: Operation }) {
  const t = useText()
  const place = placeOf(operation)
  if (place === null) return null
  const word = t(`operations.link.${place.kind}`)
  if (place.kind !== 'batch') {
    return (
      <a className={css.to} href={formatRoute(place.route)}>
        {word}
      </a>
    )
  }
  return (
    <button type="button" className={css.to} onClick={() => openReceipt(place.batchId)}>
      {word}
    </button>
  )
}

function isToday(atMs: number): boolean {
  return new Date(atMs).toDateString() === new Date().toDateString()
}
