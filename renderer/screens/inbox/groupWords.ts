/** What is said of a group in words, for its row and its head. */
import type { DeadGroup } from '../../../shared/contract/inbox.contract.ts'
import { formatInstant } from '../../../shared/format/instant.ts'
import type { useText } from '../../i18n/text.ts'

type Text = ReturnType<typeof useText>
type Ignored = NonNullable<DeadGroup['ignoredUntil']>

/** `until 15:02:07 or until 10 more come`. */
export function ignoredText({ atMs, moreCount, untilCodeChanges }: Ignored, t: Text, language: string): string {
  const parts = [
    ...(atMs === null ? [] : [t('inbox.group.untilTime', { time: dayTime(atMs, language) })]),
    ...(moreCount === null ? [] : [t('inbox.group.untilMore', { count: moreCount })]),
    ...(untilCodeChanges ? [t('inbox.group.untilCode')] : []),
  ]
  return parts.length === 0
    ? t('inbox.group.forGood')
    : parts.reduce((one, other) => t('inbox.group.or', { one, other }))
}

/** `charge-card`, `charge-card and 2 more`. */
export function functionsText(functions: readonly string[], t: Text): string {
  const [first = '', ...others] = functions
  return others.length === 0 ? first : t('inbox.list.functions', { first, count: others.length })
}

/** With the date where it is not today's. */
export function dayTime(atMs: number, language: string): string {
  const isToday = new Date(atMs).toDateString() === new Date().toDateString()
  return formatInstant(atMs, { withDate: !isToday, language })
}

const SHORT_HASH = 7
export const shortHash = (hash: string): string => hash.slice(0, SHORT_HASH)
