/** What stands where groups would be: none at all, none of this tab, none with that text, an error, or waiting. */

import { SECOND_MS } from '../../../shared/units/time.ts'
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/clock.ts'
import { refreshGroups, setGroupText } from '../../stores/inboxGroups.ts'
import { openImport } from '../../stores/inboxImport.ts'
import { type InboxShow, useInbox } from '../../stores/inboxState.ts'
import { useInboxTotals } from '../../stores/inboxTotals.ts'
import { INBOX_ROUTE, navigate, TASKS_ROUTE } from '../../stores/route.ts'
import { Button, EmptyState, ErrorState, SlowState } from '../../ui/index.ts'

const SLOW_AFTER_MS = SECOND_MS

export function GroupListStates({ show }: { show: InboxShow }) {
  const t = useText()
  const load = useInbox((state) => state.load)
  const error = useInbox((state) => state.error)
  const text = useInbox((state) => state.text.trim())
  if (load === 'failed' && error !== null) {
    return <ErrorState what={t('inbox.list.failed')} error={error} onRetry={() => void refreshGroups()} />
  }
  if (load === 'loading') return <Slow />
  if (text !== '') {
    return (
      <EmptyState title={t('inbox.empty.hiddenTitle')} text={t('inbox.empty.hiddenText', { text })}>
        <Button size="sm" onClick={() => void setGroupText('')}>
          {t('inbox.list.findClear')}
        </Button>
      </EmptyState>
    )
  }
  if (show === 'ignored')
    return <EmptyState title={t('inbox.empty.ignoredTitle')} text={t('inbox.empty.ignoredText')} />
  if (show === 'resolved') {
    return <EmptyState title={t('inbox.empty.resolvedTitle')} text={t('inbox.empty.resolvedText')} />
  }
  return <NothingOpen />
}

function Slow() {
  const t = useText()
  const nowMs = useNow()
  const sinceMs = useInbox((state) => state.loadingSinceMs)
  return nowMs - sinceMs < SLOW_AFTER_MS ? null : <SlowState text={t('inbox.list.loading')} />
}

/** All is done, or there was never anything. */
function NothingOpen() {
  const t = useText()
  const resolved = useInboxTotals(({ totals }) => totals?.resolvedGroups ?? 0)
  const ignored = useInboxTotals(({ totals }) => totals?.ignoredGroups ?? 0)
  if (resolved + ignored === 0) {
    return (
      <EmptyState title={t('inbox.empty.noneTitle')} text={t('inbox.empty.noneText')}>
        <Button size="sm" onClick={() => navigate(TASKS_ROUTE)}>
          {t('inbox.empty.noneTasks')}
        </Button>
        <Button size="sm" variant="ghost" icon="cloud-download" onClick={() => openImport()}>
          {t('inbox.import.open')}
        </Button>
      </EmptyState>
    )
  }
  const texts = [
    ...(resolved > 0 ? [t('inbox.empty.doneText', { count: resolved })] : []),
    ...(ignored > 0 ? [t('inbox.empty.doneIgnored', { count: ignored })] : []),
  ]
  return (
    <EmptyState title={t('inbox.empty.doneTitle')} text={texts.join(' ')}>
      {resolved > 0 && (
        <Button size="sm" onClick={() => navigate({ ...INBOX_ROUTE, show: 'resolved' })}>
          {t('inbox.empty.showResolved')}
        </Button>
      )}
    </EmptyState>
  )
}
