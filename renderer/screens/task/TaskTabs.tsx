/** The parts of a task under its head; the chosen one is part of the address. */
import { useRef } from 'react'
import { useText } from '../../i18n/text.ts'
import { TASK_TABS, type TaskTab } from '../../stores/route.ts'
import { useShortcut } from '../../stores/shortcuts.ts'
import type { TaskView } from '../../stores/taskShapes.ts'
import { Tabs } from '../../ui/index.ts'
import { AttemptsTab } from './AttemptsTab.tsx'
import { LogTab } from './LogTab.tsx'
import { PayloadTab } from './PayloadTab.tsx'
import { RawTab } from './RawTab.tsx'
import { ResultTab } from './ResultTab.tsx'
import css from './TaskTabs.module.css'
import { goToTab } from './taskMoves.ts'

/** `task` is new with each task, so nothing that was opened or scrolled passes to the next one. */
export function TaskTabs({ task, tab }: { task: TaskView; tab: TaskTab }) {
  const t = useText()
  const panel = useRef<HTMLDivElement>(null)
  // its keys scroll it then; otherwise the arrows go on moving through the list
  useShortcut('log', () => {
    goToTab('log')
    requestAnimationFrame(() => panel.current?.querySelector<HTMLElement>('[role="log"]')?.focus())
  })
  return (
    <div className={css.tabs}>
      <div className={css.strip}>
        <Tabs
          label={t('task.tabs.label')}
          tabs={TASK_TABS.map((id) => ({
            id,
            label: t(`task.tabs.${id}`),
            ...(id === 'attempts' && { count: task.attempts.length }),
          }))}
          value={tab}
          onChange={goToTab}
        />
      </div>
      <div
        key={`${task.functionName}/${task.taskId}`}
        ref={panel}
        className={css.panel}
        role="tabpanel"
        aria-label={t(`task.tabs.${tab}`)}
      >
        {tab === 'attempts' && <AttemptsTab task={task} />}
        {tab === 'payload' && <PayloadTab task={task} />}
        {tab === 'result' && <ResultTab task={task} />}
        {tab === 'log' && <LogTab task={task} />}
        {tab === 'raw' && <RawTab task={task} />}
      </div>
    </div>
  )
}
