/**
 * Replay, compensate, resolve and stop, of what is selected or has the focus: what several tasks are about is planned
 * or asked first, and what became of it is said.
 */
import { type ReactNode, useState } from 'react'
import type { TaskRow } from '../../../shared/contract/taskShapes.ts'
import { taskStates } from '../../../shared/domain/taskStates.ts'
import { useText } from '../../i18n/text.ts'
import { openCompensation, openReplay } from '../../stores/repair.ts'
import { useShortcut } from '../../stores/shortcuts.ts'
import { type BatchResult, runBatch } from '../../stores/taskListBatch.ts'
import { chosenRows, clearSelection } from '../../stores/taskListSelection.ts'
import { type BatchKind, useTaskList } from '../../stores/taskListState.ts'
import { ConfirmDialog, toast } from '../../ui/index.ts'
import { copyWithWord } from '../task/copyText.ts'
import { resolveTasks } from '../task/taskMoves.ts'
import { useReasonText } from './useProblemText.ts'
import { openTarget } from './useTasksRoute.ts'

export type BatchVerbs = { replay(): void; compensate(): void; resolve(): void; stop(): void }

/** What is asked about, as it was when it was asked: it does not change while the dialog is open. */
type Asked = { tasks: readonly TaskRow[]; endedCount: number }

export function useBatch(): { verbs: BatchVerbs; dialog: ReactNode } {
  const t = useText()
  const sentence = useResultSentence()
  const [asked, setAsked] = useState<Asked | null>(null)

  const run = async (kind: BatchKind, tasks: readonly TaskRow[]) => {
    setAsked(null)
    const result = await runBatch(kind, tasks)
    const { created } = result
    clearSelection()
    toast({
      text: sentence(result),
      tone: result.leftOut.length > 0 ? 'fail' : 'neutral',
      ...(created === null ? {} : { action: { label: t('tasks.batch.open'), onClick: () => openTarget(created) } }),
    })
  }
  /** Nothing while another one is under way, or where nothing is chosen. */
  const withChosen = (act: (tasks: readonly TaskRow[]) => void) => () => {
    const tasks = chosenRows().map(({ task }) => task)
    if (tasks.length > 0 && useTaskList.getState().batch === null) act(tasks)
  }
  const verbs: BatchVerbs = {
    /** One at once; several are planned. */
    replay: withChosen((tasks) => (tasks.length === 1 ? void run('retry', tasks) : openReplay(selectionOf(tasks)))),
    compensate: withChosen((tasks) => openCompensation(selectionOf(tasks))),
    resolve: withChosen((tasks) => void resolveTasks(tasks.map(({ seq }) => seq))),
    stop: withChosen((chosen) => {
      const tasks = chosen.filter(({ state }) => !taskStates.isFinal(state))
      if (tasks.length === 0) return toast({ text: t('tasks.batch.nothingToStop') })
      setAsked({ tasks, endedCount: chosen.length - tasks.length })
    }),
  }
  useShortcut('replay', verbs.replay)
  useShortcut('compensate', verbs.compensate)
  useShortcut('resolve', verbs.resolve)
  useShortcut('stop', verbs.stop)
  useShortcut('copyId', () => {
    const ids = chosenRows().map(({ task }) => task.taskId)
    if (ids.length === 0) return
    void copyWithWord(ids.join('\n'), t('tasks.row.idsCopied', { count: ids.length }))
  })

  const count = asked?.tasks.length ?? 0
  const endedCount = asked?.endedCount ?? 0
  const stopText = [
    t('tasks.batch.stopText', { count }),
    endedCount > 0 && t('tasks.batch.stopEnded', { count: endedCount }),
  ]
  const dialog = asked !== null && (
    <ConfirmDialog
      isOpen
      title={t('tasks.batch.stopTitle', { count })}
      text={stopText.filter(Boolean).join(' ')}
      confirmLabel={t('tasks.batch.stopConfirm', { count })}
      tone="danger"
      onConfirm={() => void run('stop', asked.tasks)}
      onClose={() => setAsked(null)}
    />
  )
  return { verbs, dialog }
}

const selectionOf = (tasks: readonly TaskRow[]) => ({ seqs: tasks.map(({ seq }) => seq) })

/** `498 replayed, 2 left out: 2 no longer there`. */
function useResultSentence(): (result: BatchResult) => string {
  const t = useText()
  const reasonText = useReasonText()
  return ({ kind, doneCount, leftOut }) => {
    const done = t(kind === 'retry' ? 'tasks.batch.retried' : 'tasks.batch.stopped', { count: doneCount })
    const leftCount = leftOut.reduce((sum, { count }) => sum + count, 0)
    if (leftCount === 0) return done
    const reasons = leftOut.map((left) => t('tasks.batch.reason', { count: left.count, why: reasonText(left) }))
    return `${done}, ${t('tasks.batch.leftOut', { count: leftCount, reasons: reasons.join(', ') })}`
  }
}
