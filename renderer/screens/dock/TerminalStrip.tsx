/** The terminals in the order of opening, each with the state of its instance, and another one in the same instance. */
import type { KeyboardEvent } from 'react'
import { shortInstanceId } from '../../../shared/format/shortInstanceId.ts'
import { useText } from '../../i18n/text.ts'
import { isInRemains, useTerminalInstances } from '../../stores/terminalInstances.ts'
import { logIn, type Terminal, terminalActions, useTerminals } from '../../stores/terminals.ts'
import { classes, Glyph, IconButton } from '../../ui/index.ts'
import css from './TerminalStrip.module.css'

export function TerminalStrip({ active }: { active: Terminal }) {
  const t = useText()
  const terminals = useTerminals((state) => state.terminals)
  return (
    <div className={css.strip}>
      <ul className={css.tabs} aria-label={t('terminal.strip.label')}>
        {terminals.map((terminal) => (
          <Tab key={terminal.terminalId} terminal={terminal} isActive={terminal.terminalId === active.terminalId} />
        ))}
      </ul>
      <IconButton
        icon="plus"
        label={t('terminal.strip.another')}
        isDisabled={active.state === 'ended'}
        onClick={() => void logIn(active.instanceId)}
      />
    </div>
  )
}

function Tab({ terminal, isActive }: { terminal: Terminal; isActive: boolean }) {
  const t = useText()
  const { terminalId, instanceId, functionName: name } = terminal
  const state = useInstanceState(terminal)
  const isGone = useTerminals(({ goneIds }) => goneIds.has(terminalId))
  const isRemains = useTerminalInstances((instances) => isInRemains(terminal, instances[instanceId]))
  const id = shortInstanceId(instanceId)
  const isEnded = terminal.state === 'ended' || isGone
  const close = () => void terminalActions.close(terminalId)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Delete') return
    event.preventDefault()
    close()
  }
  return (
    <li className={classes(css.tab, isActive && css.on, !isEnded && !isRemains && css.live)}>
      <button
        type="button"
        className={css.name}
        data-terminal-tab={terminalId}
        aria-current={isActive || undefined}
        onClick={() => terminalActions.activate(terminalId)}
        onKeyDown={onKeyDown}
      >
        <Glyph name={state} size={12} />
        <span className={css.unseen}>{t(`instances.state.${state}`)}</span>
        {name}
        <span className={css.id}>{id}</span>
        {isRemains && !isEnded && <span>{t('terminal.strip.held')}</span>}
        {isEnded && <span className={css.ended}>{t('terminal.strip.ended')}</span>}
      </button>
      <IconButton icon="x" label={t('terminal.strip.close', { name, id })} onClick={close} />
    </li>
  )
}

/** Until the host has said it: what a terminal says of its instance by being there. */
function useInstanceState({ instanceId, isHeld, state }: Terminal) {
  const known = useTerminalInstances((instances) => instances[instanceId]?.state)
  if (isHeld) return 'crashed'
  return known ?? (state === 'ended' ? 'stopped' : 'idle')
}

/** To where a key leads out of a terminal. */
export function focusTabOf(terminalId: string): void {
  document.querySelector<HTMLElement>(`[data-terminal-tab="${CSS.escape(terminalId)}"]`)?.focus()
}
