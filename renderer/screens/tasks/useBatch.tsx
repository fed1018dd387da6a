/** Retry and stop, of what is selected or has the focus: asks first where it must, and says what became of it. */
import { useState } from 'react'
import type { TaskRow } from '../../../shared/contract/taskShapes.ts'
import { taskStates } from '../../../shared/domain/taskStates.ts'
import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import { useShortcut } from '../../stores/shortcuts.ts'
import { type BatchResult, runBatch } from '../../stores/taskListBatch.ts'
import { chosenRows, clearSelection } from '../../stores/taskListSelection.ts'
import { type BatchKind, useTaskList } from '../../stores/taskListState.ts'
import { ConfirmDialog, toast } from '../../ui/index.ts'
import { copyWithWord } from '../task/copyText.ts'
import { useReasonText } from './useProblemText.ts'
import { openTarget } from './useTasksRoute.ts'

/** What is asked about, as it was when it was asked: it does not change while the dialog is open. */
type Asked = { kind: BatchKind; tasks: readonly TaskRow[]; endedCount: number; atMs: number }

export function useBatch() {
  const t = useText()
  const language = useLanguage()
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
  const ask = (kind: BatchKind) => {
    if (useTaskList.getState().batch !== null) return
    const chosen = chosenRows().map(({ task }) => task)
    const tasks = kind === 'retry' ? chosen : chosen.filter(({ state }) => !taskStates.isFinal(state))
    if (chosen.length === 0) return
    if (tasks.length === 0) return toast({ text: t('tasks.batch.nothingToStop') })
    if (kind === 'retry' && tasks.length === 1) return void run(kind, tasks)
    setAsked({ kind, tasks, endedCount: chosen.length - tasks.length, atMs: Date.now() })
  }
  useShortcut('replay', () => ask('retry'))
  useShortcut('stop', () => ask('stop'))
  useShortcut('copyId', () => {
    const ids = chosenRows().map(({ task }) => task.taskId)
    if (ids.length === 0) return
    void copyWithWord(ids.join('\n'), t('tasks.row.idsCopied', { count: ids.length }))
  })

  const count = asked?.tasks.length ?? 0
  const time = formatInstant(asked?.atMs ?? 0, { language })
  const stopText = [
    t('tasks.batch.stopText', { count }),
    (asked?.endedCount ?? 0) > 0 && t('tasks.batch.stopEnded', { count: asked?.endedCount ?? 0 }),
  ]
  const isStop = asked?.kind === 'stop'
  const dialog = asked !== null && (
    <ConfirmDialog
      isOpen
      title={isStop ? t('tasks.batch.stopTitle', { count }) : t('tasks.batch.retryTitle', { count })}
      text={isStop ? stopText.filter(Boolean).join(' ') : t('tasks.batch.retryText', { count, time })}
      confirmLabel={isStop ? t('tasks.batch.stopConfirm', { count }) : t('tasks.batch.retryConfirm', { count })}
      tone={isStop ? 'danger' : 'primary'}
      onConfirm={() => void run(asked.kind, asked.tasks)}
      onClose={() => setAsked(null)}
    />
  )
  return { ask, dialog }
}

/** `498 retried, 2 left out: 2 no longer there`. */
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
