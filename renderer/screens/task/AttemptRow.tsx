/** One attempt: how it ended, where and how long it ran; open, its error, its facts and its output. */
import { formatBytes } from '../../../shared/format/bytes.ts'
import { formatDurationMs } from '../../../shared/format/duration.ts'
import { formatInstant } from '../../../shared/format/instant.ts'
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/host.ts'
import type { TaskAttempt, TaskView } from '../../stores/taskShapes.ts'
import { classes, Glyph, Icon } from '../../ui/index.ts'
import { AttemptDetails } from './AttemptDetails.tsx'
import css from './AttemptRow.module.css'
import { outcomeGlyph } from './outcomes.ts'

type AttemptRowProps = { task: TaskView; attempt: TaskAttempt; limit: number; isOpen: boolean; onToggle: () => void }

export function AttemptRow({ task, attempt, limit, isOpen, onToggle }: AttemptRowProps) {
  const t = useText()
  const { number, outcome, startedAtMs, endedAtMs, instanceId, peakMemoryBytes } = attempt
  const state = outcomeGlyph(outcome) ?? task.state
  const word = outcome === 'Interrupted' ? t('task.attempts.interrupted') : t(`common.state.${state}`)
  return (
    <div className={classes(css.attempt, isOpen && css.open)}>
      <button
        type="button"
        className={css.row}
        aria-expanded={isOpen}
        aria-label={`${t(isOpen ? 'task.attempts.collapse' : 'task.attempts.expand', { number })}, ${word}`}
        onClick={onToggle}
      >
        <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={12} />
        <span className={css.name}>
          <Glyph name={state} />
          <span>{number}</span>
          <span className={css.quiet}>
            {t('task.attempts.ofLimit', { limit })}, {word}
          </span>
        </span>
        <span className={css.instance} title={instanceId ?? undefined}>
          {instanceId === null ? '–' : shortId(instanceId)}
        </span>
        <span className={css.number}>{startedAtMs === null ? '–' : formatInstant(startedAtMs, { withMs: true })}</span>
        <span className={css.number}>
          {startedAtMs === null ? (
            '–'
          ) : endedAtMs === null ? (
            <Running sinceMs={startedAtMs} />
          ) : (
            length(startedAtMs, endedAtMs)
          )}
        </span>
        <span className={css.number}>{peakMemoryBytes === null ? '–' : formatBytes(peakMemoryBytes)}</span>
      </button>
      {isOpen && <AttemptDetails task={task} attempt={attempt} />}
    </div>
  )
}

const length = (fromMs: number, toMs: number): string => formatDurationMs(Math.max(toMs - fromMs, 0))

function Running({ sinceMs }: { sinceMs: number }) {
  return length(sinceMs, useNow())
}
