/** The cells of a row. Those that show a growing time listen to the clock themselves; the rest of the row does not. */
import type { TaskRow } from '../../../shared/contract/taskShapes.ts'
import { formatAgo } from '../../../shared/format/ago.ts'
import { formatBytes } from '../../../shared/format/bytes.ts'
import { formatDurationMs } from '../../../shared/format/duration.ts'
import { flattenJson } from '../../../shared/format/flattenJson.ts'
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/clock.ts'
import { usePreferences } from '../../stores/preferences.ts'
import { shortcutOf } from '../../stores/shortcuts.ts'
import { dueIn, runOf, waitOf } from '../../stores/taskListTimes.ts'
import { classes, formatShortcut, Icon, Instant, useCopy } from '../../ui/index.ts'
import css from './TaskCells.module.css'
import { openTarget } from './useTasksRoute.ts'

const PREVIEW_PAIRS = 5
/** More of one text is never seen in a row. */
const PREVIEW_CHARACTERS = 200

type Of<K extends keyof TaskRow = keyof TaskRow> = { task: Pick<TaskRow, K> }

export function TriggeredCell({ task }: Of<'submittedAtMs'>) {
  const nowMs = useNow()
  const clock = usePreferences((preferences) => preferences.clock)
  return <Instant atMs={task.submittedAtMs} nowMs={Math.max(nowMs, task.submittedAtMs)} clock={clock} />
}

/** When it failed for good, of one that has. */
export function EndedCell({ task: { endedAtMs } }: Of<'endedAtMs'>) {
  const nowMs = useNow()
  const clock = usePreferences((preferences) => preferences.clock)
  return endedAtMs === null ? <None /> : <Instant atMs={endedAtMs} nowMs={Math.max(nowMs, endedAtMs)} clock={clock} />
}

export function WaitCell({ task }: Of<'state' | 'dueAtMs' | 'startedAtMs' | 'endedAtMs'>) {
  const nowMs = useNow()
  const t = useText()
  const aheadMs = dueIn(task, nowMs)
  if (aheadMs !== null) return <span className={css.quiet}>{t('common.in', { span: formatAgo(aheadMs) })}</span>
  return <Length span={waitOf(task, nowMs)} />
}

export function RunCell({ task }: Of<'state' | 'dueAtMs' | 'startedAtMs' | 'endedAtMs'>) {
  return <Length span={runOf(task, useNow())} />
}

/** What grows is shown in whole seconds: hundredths that change once a second would be a lie. */
function Length({ span }: { span: ReturnType<typeof runOf> }) {
  if (span === null) return <None />
  return <>{span.isOver || span.ms >= 60_000 ? formatDurationMs(span.ms) : formatAgo(span.ms)}</>
}

export function None() {
  const t = useText()
  return (
    <>
      <span className={css.none} aria-hidden="true">
        –
      </span>
      <span className={css.unseen}>{t('common.noValue')}</span>
    </>
  )
}

/** Both ends of the id; whole in the tooltip. Buttons are drawn for the row in use only: rows scroll by in hundreds. */
export function IdCell({ task, isInUse }: Of<'taskId' | 'functionName'> & { isInUse: boolean }) {
  const id = task.taskId
  return (
    <span className={css.id} title={id}>
      <bdi className={css.cut}>{shortId(id)}</bdi>
      {isInUse && <CopyButton id={id} />}
      {isInUse && <LogButton task={task} />}
    </span>
  )
}

function LogButton({ task }: Of<'taskId' | 'functionName'>) {
  const t = useText()
  const label = t('tasks.row.openLog')
  return (
    <button
      type="button"
      className={css.copy}
      tabIndex={-1}
      aria-label={label}
      title={`${label} (${formatShortcut(shortcutOf('log'))})`}
      onClick={(event) => {
        event.stopPropagation()
        openTarget(task, { tab: 'log' })
      }}
    >
      <Icon name="scroll-text" size={14} />
    </button>
  )
}

function CopyButton({ id }: { id: string }) {
  const t = useText()
  const { isCopied, copy } = useCopy()
  return (
    <button
      type="button"
      className={css.copy}
      tabIndex={-1}
      aria-label={isCopied ? t('tasks.row.idCopied') : t('tasks.row.copyId')}
      onClick={(event) => {
        event.stopPropagation()
        copy(id)
      }}
    >
      <Icon name={isCopied ? 'check' : 'copy'} size={14} />
    </button>
  )
}

/** Interrupted executions come on top of the limit: 4/4 after one of them. */
export function AttemptsCell({
  task: { attemptCount, attemptLimit, state },
}: Of<'attemptCount' | 'attemptLimit' | 'state'>) {
  const isUsedUp = state === 'Failed' && attemptCount >= attemptLimit
  return (
    <span className={classes(attemptCount === 0 && css.quiet, !isUsedUp && attemptCount > 0 && css.second)}>
      {attemptCount}/{Math.max(attemptCount, attemptLimit)}
    </span>
  )
}

/** Which one is this: the leaf values in the order in which they were sent. */
export function PayloadPreview({ task: { payloadHead, payloadBytes } }: Of<'payloadHead' | 'payloadBytes'>) {
  const t = useText()
  if (payloadBytes === 0) return <span className={css.quiet}>{t('tasks.row.noPayload')}</span>
  if (payloadHead === null) {
    return <span className={css.quiet}>{t('tasks.row.bytes', { size: formatBytes(payloadBytes) })}</span>
  }
  const pairs = flattenJson(payloadHead, PREVIEW_PAIRS)
  if (pairs.length === 0) return <bdi>{clipped(payloadHead)}</bdi>
  return pairs.map(({ key, value }) => (
    <bdi key={key} className={css.pair}>
      {key !== '' && <span className={css.key}>{clipped(key)} </span>}
      {clipped(value)}
    </bdi>
  ))
}

const clipped = (text: string) => (text.length > PREVIEW_CHARACTERS ? `${text.slice(0, PREVIEW_CHARACTERS)}…` : text)
