/** The state of a delivery: glyph, word and colour; and the icon of where it goes. */
import { useText } from '../../i18n/text.ts'
import type { Delivery } from '../../stores/deliveries.ts'
import { Glyph, Icon, type IconName, Tag, type TagTone } from '../../ui/index.ts'
import css from './DeliveryState.module.css'

type Of = Pick<Delivery, 'state' | 'attemptCount'>

/** Waiting for its first attempt, or for one more. */
const wordOf = ({ state, attemptCount }: Of) =>
  state !== 'Pending' ? state : attemptCount === 0 ? 'waiting' : 'retrying'

const GLYPHS = { waiting: 'Enqueued', retrying: 'Retrying', Succeeded: 'Succeeded', Failed: 'Failed' } as const
const TONES: Record<keyof typeof GLYPHS, TagTone> = {
  waiting: 'neutral',
  retrying: 'retry',
  Succeeded: 'ok',
  Failed: 'fail',
}

export function DeliveryState({ delivery }: { delivery: Of }) {
  const t = useText()
  const word = wordOf(delivery)
  return (
    <span className={css.state} data-state={word}>
      <Glyph name={GLYPHS[word]} />
      <span>{t(`deliveries.state.${word}`)}</span>
    </span>
  )
}

export function DeliveryTag({ delivery }: { delivery: Of }) {
  const t = useText()
  const word = wordOf(delivery)
  return (
    <Tag tone={TONES[word]} glyph={GLYPHS[word]}>
      {t(`deliveries.state.${word}`)}
    </Tag>
  )
}

const KIND_ICONS: Record<Delivery['kind'], IconName> = {
  function: 'square-function',
  queue: 'layers',
  http: 'globe',
  unsupported: 'circle-help',
}

export function KindIcon({ kind }: { kind: Delivery['kind'] }) {
  const t = useText()
  const label = t(`deliveries.kind.${kind}`)
  return (
    <span className={css.kind} title={label}>
      <Icon name={KIND_ICONS[kind]} size={14} />
      <span className={css.unseen}>{label}</span>
    </span>
  )
}
