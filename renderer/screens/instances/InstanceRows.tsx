/** The rows of the list, with the keyboard: up and down move, Enter opens, letters do what the buttons do. */
import { useRef, useState } from 'react'
import { useText } from '../../i18n/text.ts'
import { instancesActions, useInstances } from '../../stores/instances.ts'
import { navigate } from '../../stores/route.ts'
import { useShortcut } from '../../stores/shortcuts.ts'
import { Button, GridHead } from '../../ui/index.ts'
import css from './InstanceRows.module.css'
import { InstanceRowView } from './InstanceRowView.tsx'
import { canLogIn, logInTo, showLogs } from './instanceMoves.ts'
import { useStopDialog } from './StopDialog.tsx'

export function InstanceRows() {
  const t = useText()
  const order = useInstances((state) => state.order)
  const hasMore = useInstances(({ nextCursor, state }) => nextCursor !== null && state === null)
  const [focusId, setFocusId] = useState<string | null>(null)
  const body = useRef<HTMLDivElement>(null)
  const { ask, dialog } = useStopDialog()
  const tabStop = focusId !== null && order.includes(focusId) ? focusId : order[0]

  const focusedRow = () => (focusId === null ? undefined : useInstances.getState().rows?.get(focusId))
  const move = (step: 1 | -1) => {
    const from = focusId === null ? (step === 1 ? -1 : 0) : order.indexOf(focusId)
    const next = order[Math.max(0, Math.min(order.length - 1, from + step))]
    if (next === undefined) return
    setFocusId(next)
    body.current?.querySelector<HTMLElement>(`[data-instance="${CSS.escape(next)}"]`)?.focus()
  }
  const withRow = (act: (row: NonNullable<ReturnType<typeof focusedRow>>) => void) => () => {
    const row = focusedRow()
    if (row !== undefined) act(row)
  }
  useShortcut('next', () => move(1))
  useShortcut('previous', () => move(-1))
  useShortcut(
    'open',
    withRow(({ instanceId }) => navigate({ screen: 'instances', instanceId })),
  )
  useShortcut('log', withRow(showLogs))
  useShortcut(
    'terminal',
    withRow((row) => void (canLogIn(row) && logInTo(row))),
  )
  useShortcut('stop', withRow(ask))

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table lays out by its content
    <div role="grid" className={css.grid} aria-label={t('instances.title')} aria-rowcount={order.length + 1}>
      <Head />
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div role="rowgroup" className={css.rows} ref={body}>
        {order.map((instanceId, index) => (
          <InstanceRowView
            key={instanceId}
            instanceId={instanceId}
            rowIndex={index + 2}
            isTabStop={instanceId === tabStop}
            onFocus={setFocusId}
            onStop={ask}
          />
        ))}
        {hasMore && (
          <div className={css.more}>
            <Button size="sm" variant="ghost" onClick={() => void instancesActions.showMore()}>
              {t('instances.more')}
            </Button>
          </div>
        )}
      </div>
      {dialog}
    </div>
  )
}

function Head() {
  const t = useText()
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: see above
    <div role="row" aria-rowindex={1} className={css.head}>
      <GridHead>{t('instances.column.state')}</GridHead>
      <GridHead>{t('instances.column.instance')}</GridHead>
      <GridHead>{t('instances.column.function')}</GridHead>
      <GridHead className={css.doing}>{t('instances.column.doing')}</GridHead>
      <GridHead className={css.number}>{t('instances.column.served')}</GridHead>
      <GridHead className={css.number}>{t('instances.column.cpu')}</GridHead>
      <GridHead className={css.number}>{t('instances.column.memory')}</GridHead>
      <GridHead className={css.number}>{t('instances.column.uptime')}</GridHead>
      <GridHead>
        <span className={css.unseen}>{t('instances.column.actions')}</span>
      </GridHead>
    </div>
  )
}
