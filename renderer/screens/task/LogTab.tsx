/** The log of a task, from its first line on, live while it runs. */
import { useRef, useState } from 'react'
import { taskStates } from '../../../shared/domain/taskStates.ts'
import { formatBytes } from '../../../shared/format/bytes.ts'
import { formatCount } from '../../../shared/format/count.ts'
import { useText } from '../../i18n/text.ts'
import { logLines, taskLogActions, useTaskLog } from '../../stores/taskLog.ts'
import type { TaskView } from '../../stores/taskShapes.ts'
import { LOG_TIMES, setTaskViewing, useTaskViewing } from '../../stores/taskViewing.ts'
import { Button, EmptyState, ErrorState, IconButton, Segmented, SlowState, TogglePill } from '../../ui/index.ts'
import { copyWithWord } from './copyText.ts'
import { LogList, type LogListHandle } from './LogList.tsx'
import css from './LogTab.module.css'
import tab from './TabBody.module.css'

export function LogTab({ task }: { task: TaskView }) {
  const t = useText()
  const { lineCount, characterCount, firstErrorPlace, isLoading, isCutOff, error } = useTaskLog()
  const { isWrapped, logTimes } = useTaskViewing()
  const isFinal = taskStates.isFinal(task.state)
  const [isFollowing, setFollowing] = useState(!isFinal)
  const list = useRef<LogListHandle>(null)

  if (lineCount === 0) {
    if (error !== null) return <ErrorState what={t('task.log.failed')} error={error} onRetry={taskLogActions.refresh} />
    if (isLoading) return <SlowState text={t('task.log.loading')} />
    if (isFinal) return <EmptyState title={t('task.log.empty')} text={t('task.log.emptyText')} />
    return <EmptyState title={t('task.log.emptyYet')} text={t('task.log.emptyYetText')} />
  }

  const copyAll = () => {
    const text = logLines().lines.map(({ raw }) => `${raw}\n`)
    void copyWithWord(text.join(''), t('task.copied.log', { count: text.length, shown: formatCount(text.length) }))
  }
  const showFirstError = () => {
    setFollowing(false)
    if (firstErrorPlace !== null) list.current?.show(firstErrorPlace)
  }
  return (
    <div className={tab.body}>
      <div className={tab.bar}>
        <span className={css.summary}>
          {t('task.log.summary', {
            count: lineCount,
            shown: formatCount(lineCount),
            size: formatBytes(characterCount),
          })}
          {isLoading && `, ${t('task.log.reading')}`}
        </span>
        {firstErrorPlace !== null && (
          <Button size="sm" variant="ghost" onClick={showFirstError}>
            {t('task.log.firstError')}
          </Button>
        )}
        {(!isFinal || isLoading) && (
          <TogglePill
            isOn={isFollowing}
            label={t(isFollowing ? 'task.log.following' : 'task.log.follow')}
            onClick={() => setFollowing(!isFollowing)}
          />
        )}
        <Segmented
          label={t('task.log.times')}
          value={logTimes}
          onChange={(value) => setTaskViewing({ logTimes: value })}
          options={LOG_TIMES.map((value) => ({ value, label: t(`task.log.${TIME_WORDS[value]}`) }))}
        />
        <IconButton
          icon="wrap-text"
          label={t('task.log.wrap')}
          isActive={isWrapped}
          onClick={() => setTaskViewing({ isWrapped: !isWrapped })}
        />
        <IconButton icon="copy" label={t('task.log.copyAll')} onClick={copyAll} />
      </div>
      <LogList
        ref={list}
        label={t('task.log.label')}
        task={task}
        isFollowing={isFollowing}
        onLeave={() => setFollowing(false)}
        onReachEnd={() => setFollowing(!isFinal)}
      />
      {error !== null && <p className={css.note}>{t('task.log.stale', { reason: error.message })}</p>}
      {isCutOff && (
        <p className={css.note}>
          {t('task.log.cutOff', { shown: formatCount(lineCount) })}
          <Button size="sm" onClick={taskLogActions.readMore}>
            {t('task.log.readMore')}
          </Button>
        </p>
      )}
    </div>
  )
}

const TIME_WORDS = { off: 'timesOff', relative: 'timesRelative', absolute: 'timesAbsolute' } as const
