/** Until when groups are ignored; whatever comes first brings them back. */
import { DAY_MS, HOUR_MS } from '../../../shared/units/time.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import type { IgnoreUntil } from '../../stores/inboxActions.ts'
import { Button, Menu } from '../../ui/index.ts'
import { ignoreMove } from './groupMoves.ts'
import { ignoredText } from './groupWords.ts'

const MORE_COUNT = 10

export function IgnoreMenu({ ids }: { ids: readonly number[] }) {
  const t = useText()
  const language = useLanguage()
  const ignore = (until: IgnoreUntil) => {
    const words = ignoredText(
      {
        atMs: until.untilMs ?? null,
        moreCount: until.moreCount ?? null,
        untilCodeChanges: until.untilCodeChanges ?? false,
      },
      t,
      language,
    )
    void ignoreMove(ids, until, words)
  }
  return (
    <Menu
      trigger={
        <Button size="sm" icon="bell-off">
          {t('inbox.verb.ignore')}
        </Button>
      }
      items={[
        { id: 'hour', label: t('inbox.verb.hour'), onSelect: () => ignore({ untilMs: Date.now() + HOUR_MS }) },
        { id: 'day', label: t('inbox.verb.day'), onSelect: () => ignore({ untilMs: Date.now() + DAY_MS }) },
        {
          id: 'more',
          label: t('inbox.verb.moreCount', { count: MORE_COUNT }),
          onSelect: () => ignore({ moreCount: MORE_COUNT }),
        },
        { id: 'code', label: t('inbox.verb.code'), onSelect: () => ignore({ untilCodeChanges: true }) },
        'divider',
        { id: 'good', label: t('inbox.verb.forGood'), onSelect: () => ignore({}) },
      ]}
    />
  )
}
