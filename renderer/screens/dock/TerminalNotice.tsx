/** Where the terminal is and what that means, or why it is over and what can be done now. */
import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import { useIsStale, useNow } from '../../stores/host.ts'
import { shortcutOf } from '../../stores/shortcuts.ts'
import { isHeld, isInRemains, useTerminalInstances } from '../../stores/terminalInstances.ts'
import { logIn, type Terminal, terminalActions } from '../../stores/terminals.ts'
import { Button, classes, Icon, IconButton, type IconName, Kbd } from '../../ui/index.ts'
import css from './TerminalNotice.module.css'

type Props = { terminal: Terminal; isGone: boolean; onFind: () => void }
type Tone = 'live' | 'quiet' | 'lost'

const ICONS: Record<Tone, IconName> = { live: 'zap', quiet: 'info', lost: 'unplug' }

export function TerminalNotice({ terminal, isGone, onFind }: Props) {
  const t = useText()
  const { tone, text } = useNotice(terminal, isGone)
  const isOver = isGone || terminal.state === 'ended'
  return (
    <div className={classes(css.notice, css[tone])}>
      <Icon name={ICONS[tone]} size={14} />
      <p className={css.text} role="status" title={text}>
        {text}
      </p>
      {isOver ? <Ways terminal={terminal} /> : <Facts terminal={terminal} />}
      <IconButton icon="search" label={t('terminal.find.open')} shortcut={shortcutOf('find')} onClick={onFind} />
    </div>
  )
}

function useNotice(terminal: Terminal, isGone: boolean) {
  const { state, endReason, place, instanceId } = terminal
  const t = useText()
  const isStale = useIsStale()
  const facts = useTerminalInstances((instances) => instances[instanceId])
  const notice = (tone: Tone, text: string) => ({ tone, text })
  if (isGone) return notice('quiet', t('terminal.notice.gone'))
  if (state === 'ended') return notice('quiet', endReason ?? t('terminal.notice.ended'))
  if (isStale) return notice('lost', t('terminal.notice.lost'))
  if (isInRemains(terminal, facts)) return notice('quiet', t('terminal.notice.held'))
  if (place === 'environment') return notice('live', t('terminal.notice.environment'))
  if (facts?.state === 'draining') return notice('live', t('terminal.notice.draining'))
  if (facts === undefined || facts === null) return notice('live', t('terminal.notice.unknown'))
  return notice('live', t(facts.isWorking ? 'terminal.notice.working' : 'terminal.notice.idle'))
}

/** What runs in it and how large it is; until when it is kept; and how the keyboard gets out of it. */
function Facts({ terminal: { command, columns, rows, instanceId } }: { terminal: Terminal }) {
  const t = useText()
  const language = useLanguage()
  const heldUntilMs = useTerminalInstances((instances) => instances[instanceId]?.heldUntilMs ?? null)
  const program = command[0]?.split(/[\\/]/).at(-1) ?? t('terminal.shell')
  return (
    <>
      {heldUntilMs !== null && (
        <span>{t('terminal.notice.heldUntil', { time: formatInstant(heldUntilMs, { language }) })}</span>
      )}
      <span className={css.size}>{t('terminal.size', { command: program, columns, rows })}</span>
      <span className={css.leave}>
        <Kbd keys={shortcutOf('leaveTerminal')} />
        {t('terminal.leave')}
      </span>
    </>
  )
}

function Ways({ terminal: { terminalId, instanceId } }: { terminal: Terminal }) {
  const t = useText()
  const facts = useTerminalInstances((instances) => instances[instanceId])
  const canOpenHeld = isHeld(facts, useNow())
  return (
    <>
      {canOpenHeld && (
        <Button size="sm" icon="terminal" onClick={() => void logIn(instanceId)}>
          {t('terminal.notice.openHeld')}
        </Button>
      )}
      <Button size="sm" variant="ghost" onClick={() => void terminalActions.close(terminalId)}>
        {t('terminal.notice.close')}
      </Button>
    </>
  )
}
