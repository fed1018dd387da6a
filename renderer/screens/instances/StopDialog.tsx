/** Stops an instance: at once when nothing runs in it, else after asking when. */
import { type ReactNode, useState } from 'react'
import { shortInstanceId } from '../../../shared/format/shortInstanceId.ts'
import { useText } from '../../i18n/text.ts'
import type { InstanceRow } from '../../stores/instances.ts'
import { Button, Dialog } from '../../ui/index.ts'
import { stopInstance } from './instanceMoves.ts'

export function useStopDialog(): { ask: (row: InstanceRow) => void; dialog: ReactNode } {
  const t = useText()
  const [asked, setAsked] = useState<InstanceRow | null>(null)
  const stop = (when: 'afterTasks' | 'now') => {
    if (asked !== null) void stopInstance(asked, when)
    setAsked(null)
  }
  return {
    ask: (row) => {
      if (row.endedAtMs !== null && row.heldUntilMs === null) return
      if (row.runs.length === 0 || row.endedAtMs !== null) void stopInstance(row, 'afterTasks')
      else setAsked(row)
    },
    dialog: asked !== null && (
      <Dialog
        title={t('instances.stopDialog.title', { id: shortInstanceId(asked.instanceId) })}
        isOpen
        size="sm"
        onClose={() => setAsked(null)}
        footer={
          <>
            <Button variant="ghost" onClick={() => setAsked(null)}>
              {t('common.cancel')}
            </Button>
            <Button variant="danger" onClick={() => stop('now')}>
              {t('instances.stopDialog.now')}
            </Button>
            <Button variant="primary" data-autofocus onClick={() => stop('afterTasks')}>
              {t('instances.stopDialog.afterTasks')}
            </Button>
          </>
        }
      >
        <p>{t('instances.stopDialog.text', { count: asked.runs.length })}</p>
      </Dialog>
    ),
  }
}
