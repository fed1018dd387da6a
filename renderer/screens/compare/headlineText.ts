/**
 * The headline of a comparison in the language of the window: what most likely explains the difference. It says
 * what the host's own sentence says (electron/api/console/comparisonHeadline.ts).
 */
import { useText } from '../../i18n/text.ts'
import type { Comparison } from '../../stores/comparison.ts'

type Reason = Comparison['reason']
type Difference = Reason['differences'][number]
type Text = ReturnType<typeof useText>

export function useHeadline(): (reason: Reason) => string {
  const t = useText()
  return (reason) => headlineText(reason, t)
}

export function headlineText({ differences, hasSameOutcome, neverRan, isEnvironmentKnown }: Reason, t: Text): string {
  if (neverRan.length === 2) return t('compare.headline.neitherRan')
  if (neverRan[0] !== undefined) return t(`compare.headline.${neverRan[0]}NeverRan`)
  const [first, second, ...others] = differences
  if (first === undefined) {
    const same = t(isEnvironmentKnown ? 'compare.headline.allSame' : 'compare.headline.knownSame')
    return t(hasSameOutcome ? 'compare.headline.sameOutcome' : 'compare.headline.onlyOutcome', { same })
  }
  const begin = openingText(first, t)
  const also = second === undefined ? begin : t('compare.headline.also', { begin, clause: clauseText(second, t) })
  return others.length > 0 ? t('compare.headline.more', { begin: also }) : also
}

/** What comes first among what differs; what would have come before it is the same. */
function openingText(first: Difference, t: Text): string {
  const { kind, names, count } = first
  if (kind === 'function') return t('compare.headline.firstFunction', sidesOf(names))
  if (kind !== 'payload') return t(`compare.headline.first.${kind}`, { clause: clauseText(first, t) })
  if (names.length === 0) return t('compare.headline.firstPayload')
  return t('compare.headline.firstPayloadIn', { names: listText(names, { count, t }) })
}

const sidesOf = ([left = '', right = '']: readonly string[]) => ({ left, right })

function clauseText({ kind, names, count }: Difference, t: Text): string {
  if (kind === 'function' || kind === 'interpreter') {
    return t(`compare.headline.${kind}`, sidesOf(names))
  }
  if (names.length === 0) return t(`compare.headline.${kind}`)
  return t(`compare.headline.${kind}In`, { names: listText(names, { count, t }), count })
}

function listText(names: readonly string[], { count, t }: { count: number; t: Text }): string {
  const others = count - names.length
  const joined = names.join(t('compare.headline.comma'))
  if (others > 0) return t('compare.headline.andOthers', { names: joined, others })
  const last = names.at(-1) ?? ''
  if (names.length < 2) return last
  return t('compare.headline.and', { names: names.slice(0, -1).join(t('compare.headline.comma')), last })
}
