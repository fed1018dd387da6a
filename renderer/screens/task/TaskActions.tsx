/** What can be done with a task, each with its key: run it again, stop it, look inside its instance, copy what names it. */
import { useState } from 'react'
import { taskStates } from '../../../shared/domain/taskStates.ts'
import { useText } from '../../i18n/text.ts'
import { openCompensation, openReplayEdited } from '../../stores/repair.ts'
import { shortcutOf, useShortcut } from '../../stores/shortcuts.ts'
import { invokeCommand } from '../../stores/taskCommand.ts'
import { countedAttempts, type TaskView } from '../../stores/taskShapes.ts'
import { logIn } from '../../stores/terminals.ts'
import { Button, ConfirmDialog, IconButton, Menu } from '../../ui/index.ts'
import { compareWithLastSuccess } from '../compare/compareMoves.ts'
import { copyCloudCommand } from '../inbox/copyCloudCommand.ts'
import { copyWithWord } from './copyText.ts'
import css from './TaskActions.module.css'
import { goToFunction, replayTask, resolveTasks, stopTask } from './taskMoves.ts'
import { useLoginPlace } from './useLoginPlace.ts'

export function TaskActions({ task }: { task: TaskView }) {
  const t = useText()
  const [isAsking, setAsking] = useState(false)
  const [isReplaying, setReplaying] = useState(false)
  const { functionName, taskId, state } = task
  const hasEnded = taskStates.isFinal(state)
  const endedBadly = hasEnded && state !== 'Succeeded'
  const isOpenLetter = task.letter !== null && task.letter.resolvedAtMs === null
  const canStop = !hasEnded && state !== 'Stopping'

  const replay = async () => {
    if (isReplaying) return
    setReplaying(true)
    await replayTask({ functionName, taskId })
    setReplaying(false)
  }
  const copyId = () => void copyWithWord(taskId, t('task.copied.id'))
  useShortcut('replay', () => void replay())
  // also where there is nothing to stop: otherwise the list would stop what has its focus, another task perhaps
  useShortcut('stop', () => setAsking(canStop))
  useShortcut('copyId', copyId)
  // also where there is nothing to repair: otherwise the list would repair what has its focus, another task perhaps
  const compensate = () => openCompensation({ seqs: [task.seq] })
  const resolve = () => void resolveTasks([task.seq])
  useShortcut('compensate', compensate)
  useShortcut('resolve', resolve)

  const place = useLoginPlace(task)
  const openTerminal = () => {
    if (place !== null) void logIn(place.instanceId)
  }
  useShortcut('terminal', openTerminal, place !== null)

  const command = invokeCommand(functionName, task.payload)
  return (
    <div className={css.actions}>
      {canStop && (
        <Button size="sm" icon="circle-stop" onClick={() => setAsking(true)} aria-keyshortcuts="s">
          {t('task.actions.stop')}
        </Button>
      )}
      {place !== null && (
        <Button size="sm" icon="square-terminal" onClick={openTerminal} aria-keyshortcuts="t">
          {t(place.isHeld ? 'terminal.logInHeldShort' : 'terminal.logIn')}
        </Button>
      )}
      <Button
        size="sm"
        variant={endedBadly ? 'primary' : 'default'}
        icon="rotate-ccw"
        isBusy={isReplaying}
        aria-keyshortcuts="r"
        onClick={() => void replay()}
      >
        {t('task.actions.replay')}
      </Button>
      {isOpenLetter && (
        <Button size="sm" icon="undo-2" onClick={compensate} aria-keyshortcuts="m">
          {t('task.actions.compensate')}
        </Button>
      )}
      <Menu
        align="end"
        trigger={<IconButton icon="ellipsis" label={t('task.actions.more')} />}
        items={[
          { id: 'id', label: t('task.actions.copyId'), icon: 'copy', shortcut: shortcutOf('copyId'), onSelect: copyId },
          {
            id: 'request',
            label: t('task.actions.copyRequestId'),
            icon: 'copy',
            onSelect: () => void copyWithWord(task.requestId, t('task.copied.requestId')),
          },
          {
            id: 'command',
            label: t(command === null ? 'task.actions.commandOfBytes' : 'task.actions.copyCommand'),
            icon: 'terminal',
            isDisabled: command === null,
            onSelect: () => void copyWithWord(command ?? '', t('task.copied.command')),
          },
          {
            id: 'cloud',
            label: t('task.actions.cloudCommand'),
            icon: 'cloud-download',
            onSelect: () => void copyCloudCommand({ functionName, taskId }),
          },
          'divider',
          {
            id: 'terminal',
            label: t(place?.isHeld ? 'terminal.logInHeld' : 'terminal.logInLong'),
            icon: 'square-terminal',
            shortcut: shortcutOf('terminal'),
            isDisabled: place === null,
            onSelect: openTerminal,
          },
          {
            id: 'replay',
            label: t('task.actions.replay'),
            icon: 'rotate-ccw',
            shortcut: shortcutOf('replay'),
            onSelect: () => void replay(),
          },
          {
            id: 'edited',
            label: t('task.actions.replayEdited'),
            icon: 'pencil',
            onSelect: () => openReplayEdited({ functionName, taskId }),
          },
          {
            id: 'compare',
            label: t('compare.lastSuccess'),
            icon: 'git-compare',
            onSelect: () => void compareWithLastSuccess({ functionName, taskId }),
          },
          {
            id: 'compensate',
            label: t('task.actions.compensateMenu'),
            icon: 'undo-2',
            shortcut: shortcutOf('compensate'),
            isDisabled: !isOpenLetter,
            onSelect: compensate,
          },
          {
            id: 'resolve',
            label: t('task.actions.resolve'),
            icon: 'check',
            shortcut: shortcutOf('resolve'),
            isDisabled: !isOpenLetter,
            onSelect: resolve,
          },
          {
            id: 'stop',
            label: t('task.actions.stop'),
            icon: 'circle-stop',
            shortcut: shortcutOf('stop'),
            isDisabled: !canStop,
            onSelect: () => setAsking(true),
          },
          'divider',
          {
            id: 'function',
            label: t('task.actions.openFunction'),
            icon: 'square-function',
            onSelect: () => goToFunction(functionName),
          },
        ]}
      />
      <ConfirmDialog
        title={t('task.stop.title')}
        text={
          state === 'Running' || state === 'Dequeued'
            ? t('task.stop.running', { number: Math.max(countedAttempts(task.attempts), 1) })
            : t('task.stop.waiting')
        }
        confirmLabel={t('task.stop.confirm')}
        tone="danger"
        isOpen={isAsking && canStop}
        onConfirm={() => {
          setAsking(false)
          void stopTask({ functionName, taskId })
        }}
        onClose={() => setAsking(false)}
      />
    </div>
  )
}
