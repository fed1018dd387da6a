/** How the engine is, in a word and a number; leads to the problems when there is one behind the word. */
import { MINUTE_MS } from '../../../shared/units/time.ts'
import { useText } from '../../i18n/text.ts'
import { useHost, useNow } from '../../stores/host.ts'
import { useLive } from '../../stores/live.ts'
import { useProjects } from '../../stores/projects.ts'
import { uiActions } from '../../stores/ui.ts'
import { classes, Glyph, Icon, Tooltip } from '../../ui/index.ts'
import css from './EnginePill.module.css'

/** For so long it is said that a part of the engine was replaced; after that it is one of the problems. */
const REPLACED_SHOWN_MS = MINUTE_MS

export function EnginePill() {
  const t = useText()
  const status = useLive(({ status }) => status)
  const opening = useProjects(({ opening }) => opening)
  const error = useHost(({ error }) => error)
  const replacedAtMs = useHost(({ info }) => info?.notices.findLast(({ code }) => code === 'thread_replaced')?.atMs)
  if (opening !== null) return <Quiet word={t('shell.engine.opening', { name: opening })} />
  if (status === 'connecting') return <Quiet word={t('shell.engine.connecting')} />
  if (status !== 'open') return <Lost />
  if (error !== null) {
    return (
      <Tooltip label={error.message}>
        <span className={classes(css.pill, css.wrong)} role="status">
          <Glyph name="Failed" />
          <span className={css.word}>{t('shell.engine.troubled')}</span>
        </span>
      </Tooltip>
    )
  }
  return <Running replacedAtMs={replacedAtMs ?? null} />
}

function Running({ replacedAtMs }: { replacedAtMs: number | null }) {
  const t = useText()
  const nowMs = useNow()
  const rate = useHost(({ endsPerSecond }) => endsPerSecond)
  if (replacedAtMs !== null && nowMs - replacedAtMs < REPLACED_SHOWN_MS) {
    return (
      <button type="button" className={classes(css.pill, css.held)} onClick={() => uiActions.openDock('problems')}>
        <Icon name="triangle-alert" size={14} />
        <span className={css.word}>{t('shell.engine.replaced')}</span>
      </button>
    )
  }
  return (
    <Tooltip label={t('shell.engine.rateHint')}>
      <span className={css.pill}>
        <Glyph name="Running" />
        <span className={css.word}>{t('shell.engine.running')}</span>
        <span className={css.rate}>{t('shell.engine.rate', { rate: rateText(rate) })}</span>
      </span>
    </Tooltip>
  )
}

function Lost() {
  const t = useText()
  return (
    <Tooltip label={t('shell.engine.lostHint')}>
      <span className={classes(css.pill, css.held)} role="status">
        <Icon name="unplug" size={14} />
        <span className={css.word}>{t('shell.engine.lost')}</span>
      </span>
    </Tooltip>
  )
}

const Quiet = ({ word }: { word: string }) => (
  <span className={css.pill} role="status">
    <Glyph name="starting" />
    <span className={css.word}>{word}</span>
  </span>
)

/** `3.0`, `482`: one decimal while it says something. */
const rateText = (rate: number): string => (rate < 100 ? rate.toFixed(1) : String(Math.round(rate)))
