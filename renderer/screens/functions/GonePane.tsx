/** A function that tasks name but that is no longer there: its tasks are, and nothing else. */
import { useEffect } from 'react'
import { useText } from '../../i18n/text.ts'
import { followFunction } from '../../stores/functionDetail.ts'
import { navigate } from '../../stores/route.ts'
import { Button, PaneHeader } from '../../ui/index.ts'
import css from './GonePane.module.css'
import { HistoryTab } from './HistoryTab.tsx'
import { tasksRouteOf } from './tasksRouteOf.ts'

export function GonePane({ functionName }: { functionName: string }) {
  const t = useText()
  useEffect(() => followFunction(functionName), [functionName])
  return (
    <section className={css.pane} aria-label={functionName}>
      <PaneHeader title={functionName}>
        <Button size="sm" icon="list" onClick={() => navigate(tasksRouteOf(functionName))}>
          {t('functions.showTasks')}
        </Button>
      </PaneHeader>
      <div className={css.about}>
        <p className={css.title}>{t('functions.goneTitle', { name: functionName })}</p>
        <p>{t('functions.goneText')}</p>
      </div>
      <div className={css.history}>
        <HistoryTab functionName={functionName} />
      </div>
    </section>
  )
}
