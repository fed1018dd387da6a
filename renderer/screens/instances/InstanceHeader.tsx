/** Who it is and in which state, the way back to all of them, and at the right what can be done with it. */
import { useText } from '../../i18n/text.ts'
import type { InstanceDetail } from '../../stores/instancePage.ts'
import { navigate } from '../../stores/route.ts'
import { shortcutOf, useShortcut } from '../../stores/shortcuts.ts'
import { Button, CopyText, IconButton, PaneHeader } from '../../ui/index.ts'
import css from './InstanceHeader.module.css'
import { InstanceState } from './InstanceState.tsx'
import { canLogIn, logInTo, restartInstance, showLogs } from './instanceMoves.ts'
import { useStopDialog } from './StopDialog.tsx'

export function InstanceHeader({ instance }: { instance: InstanceDetail }) {
  const t = useText()
  const { ask, dialog } = useStopDialog()
  const { functionName, instanceId, state, endedAtMs, heldUntilMs } = instance
  const isAlive = endedAtMs === null
  const isThere = isAlive || heldUntilMs !== null
  const logIn = () => void (canLogIn(instance) && logInTo(instance))
  useShortcut('terminal', logIn)
  useShortcut('log', () => showLogs(instance))
  useShortcut('stop', () => ask(instance))
  return (
    <div className={css.head}>
      <IconButton
        icon="arrow-left"
        label={t('instances.page.back')}
        shortcut={shortcutOf('close')}
        onClick={() => navigate({ screen: 'instances', instanceId: null })}
      />
      <div className={css.pane}>
        <PaneHeader
          title={functionName}
          summary={
            <span className={css.summary}>
              <InstanceState state={state} />
              <CopyText text={instanceId} label={t('instances.column.instance')} />
            </span>
          }
        >
          <Button size="sm" icon="scroll-text" onClick={() => showLogs(instance)}>
            {t('instances.openLogs')}
          </Button>
          {isAlive && (
            <Button size="sm" icon="refresh-cw" onClick={() => void restartInstance(instance)}>
              {t('instances.restart')}
            </Button>
          )}
          {isThere && (
            <Button size="sm" icon="square" onClick={() => ask(instance)}>
              {t('instances.stop')}
            </Button>
          )}
          {isThere && (
            <Button
              size="sm"
              variant="primary"
              icon="terminal"
              {...(canLogIn(instance) ? {} : { isDisabled: true, disabledReason: t('instances.logInStarting') })}
              onClick={logIn}
            >
              {t(isAlive ? 'instances.logIn' : 'instances.openHeld')}
            </Button>
          )}
        </PaneHeader>
      </div>
      {dialog}
    </div>
  )
}
