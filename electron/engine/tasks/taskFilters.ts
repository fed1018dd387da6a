/**
 * A filter of tasks in terms of the database: the functions that it leaves and how many tasks they have by
 * state, the span of seqs outside of which nothing matches, and what the rows themselves are asked.
 */
import { type TaskState, taskStates } from '../../../shared/domain/taskStates.ts'
import { AppError } from '../../../shared/errors.ts'
import type { FunctionReads } from '../../storage/functionReads.sql.ts'
import type { PickFilter, TaskReads } from '../../storage/taskReads.sql.ts'
import type { TaskFilter } from '../ports.ts'
import { seqFloor } from './taskSeqs.ts'

/** No task of the filter lies outside; both ends are excluded. */
export type Span = { after: number; before: number }
/** A function with tasks, deleted or not; only states that some task is in. */
export type CountedFunction = { name: string; counts: Map<TaskState, number> }
export type ResolvedFilter = {
  functions: Map<number, CountedFunction>
  /** Of `functions`, those whose name has the text of the filter; null when it has none. */
  namedByText: Set<number> | null
  span: Span
  pick: Omit<PickFilter, 'seqs'>
}
export type FilterReads = { reads: TaskReads; functions: FunctionReads }

/** A burst of submits, or a clock that was set back a little, runs seqs ahead of their instants (taskSeqs.ts). */
const SEQ_SLACK_MS = 1_000

/** States in which `started_at_ms` is always empty. */
const NEVER_STARTED: readonly TaskState[] = ['Enqueued', 'Dequeued', 'Expired']

/** In the others a task is no dead letter. */
const DEAD_STATES: readonly TaskState[] = ['Failed', 'Expired', 'Invalid']

/** Whether any task of the filter can be in the state. */
export function canBeIn({ states, errorText, letters }: TaskFilter, state: TaskState): boolean {
  if (states !== null && !states.includes(state)) return false
  if (letters !== undefined && !DEAD_STATES.includes(state)) return false
  return errorText === undefined || STATES_WITH_ERROR.has(state)
}

/** In the others a task has neither an error nor a reason. */
export const STATES_WITH_ERROR: ReadonlySet<TaskState> = new Set(
  taskStates.states.filter((state) => !['Succeeded', 'Dequeued', 'Running', 'Stopping'].includes(state)),
)

/** Throws function_not_found for `functionName`; names in `functions` need not exist. */
export function resolveFilter({ reads, functions: functionReads }: FilterReads, filter: TaskFilter): ResolvedFilter {
  const counted = countedFunctions({ reads, functions: functionReads }, filter)
  const instance = filter.instanceId === undefined ? undefined : reads.instance.get({ id: filter.instanceId })
  const functions = new Map(
    [...counted].filter(
      ([id, { name }]) => isNamed(filter, name) && (instance === undefined || instance.functionId === id),
    ),
  )
  const needle = filter.text === undefined ? null : asciiLowerCase(filter.text)
  const namedByText =
    needle === null
      ? null
      : new Set([...functions].flatMap(([id, { name }]) => (asciiLowerCase(name).includes(needle) ? [id] : [])))
  return {
    functions,
    namedByText,
    span: spanOf(filter, instance?.endedAtMs ?? null),
    pick: { ...pickOf(filter), functionIds: JSON.stringify([...functions.keys()]), ...textPick(filter, namedByText) },
  }
}

/** Whether the counters alone tell how many tasks match. */
export function isCounted({ accountId: _, functionName, states, functions, notFunctions, ...others }: TaskFilter) {
  return Object.values(others).every((part) => part === null || part === undefined || part === false)
}

/** Ids are ASCII (shared/domain/taskId.ts), so a DEL sorts after every id with the prefix. */
export const prefixRange = (prefix: string) => ({ idFrom: prefix, idBefore: `${prefix}\u007f` })

function countedFunctions({ reads, functions }: FilterReads, filter: TaskFilter): Map<number, CountedFunction> {
  const { accountId, functionName: name } = filter
  const table = new Map<number, CountedFunction>()
  const add = (functionId: number, row: { name: string; state: TaskState; count: number }) => {
    const counted = table.get(functionId) ?? { name: row.name, counts: new Map<TaskState, number>() }
    counted.counts.set(row.state, row.count)
    table.set(functionId, counted)
  }
  if (name === null) {
    for (const row of reads.counters.all({ accountId })) add(row.functionId, row)
  } else {
    const living = functions.living.get({ accountId, name })
    if (living === undefined) throw new AppError('function_not_found', `function '${name}' does not exist`)
    for (const row of reads.functionCounters.all({ functionId: living.id })) add(living.id, { ...row, name })
  }
  return table
}

function isNamed({ functions, notFunctions }: TaskFilter, name: string): boolean {
  const fits = (pattern: string) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern)
  return (functions?.some(fits) ?? true) && !(notFunctions?.some(fits) ?? false)
}

function pickOf(filter: TaskFilter): Omit<PickFilter, 'seqs' | 'functionIds' | keyof ReturnType<typeof textPick>> {
  const { states, idPrefix, notIdPrefixes, startedFromMs, startedToMs, onlyTasks } = filter
  return {
    states: states === null ? null : JSON.stringify(states),
    ...(idPrefix === null ? { idFrom: null, idBefore: null } : prefixRange(idPrefix)),
    notIdPrefixes: notIdPrefixes === undefined ? null : JSON.stringify(notIdPrefixes),
    startedFromMs,
    startedToMs,
    submittedFromMs: filter.submittedFromMs ?? null,
    submittedBeforeMs: filter.submittedBeforeMs ?? null,
    instanceId: filter.instanceId ?? null,
    minAttempts: filter.minAttempts ?? null,
    maxAttempts: filter.maxAttempts ?? null,
    onlyTasks: onlyTasks ? 1 : 0,
    groupId: filter.groupId ?? null,
    isOpenLetter: filter.letters === undefined ? null : filter.letters === 'open' ? 1 : 0,
  }
}

function textPick({ text, errorText }: TaskFilter, namedByText: Set<number> | null) {
  return {
    textIdLike: text === undefined ? null : `${likeEscaped(text)}%`,
    textFunctionIds: namedByText === null ? null : JSON.stringify([...namedByText]),
    ...(text === undefined
      ? { textErrorLike: null, textErrorJsonLike: null }
      : { textErrorLike: containing(text), textErrorJsonLike: containingAsJson(text) }),
    ...(errorText === undefined
      ? { errorLike: null, errorJsonLike: null }
      : { errorLike: containing(errorText), errorJsonLike: containingAsJson(errorText) }),
  }
}

const likeEscaped = (text: string) => text.replace(/[\\%_]/g, '\\$&')
const containing = (text: string) => `%${likeEscaped(text)}%`

/** Errors are stored as JSON, in which a quote or a line break looks different from what the user reads. */
function containingAsJson(text: string): string | null {
  const inJson = JSON.stringify(text).slice(1, -1)
  return inJson === text ? null : containing(inJson)
}

/** As SQLite's LIKE compares. */
export const asciiLowerCase = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/**
 * Ranges of instants as a range of seqs. A task starts after it was submitted, and what an instance ran
 * was submitted before the instance ended.
 */
function spanOf(filter: TaskFilter, instanceEndedAtMs: number | null): Span {
  const { states, startedFromMs, startedToMs, submittedFromMs, submittedBeforeMs } = filter
  const countsBySubmission = states?.every((state) => NEVER_STARTED.includes(state)) ?? false
  const fromMs = [submittedFromMs, countsBySubmission ? startedFromMs : null]
  const toMs = [submittedBeforeMs, startedToMs, instanceEndedAtMs]
  return {
    after: Math.max(-1, ...fromMs.map((atMs) => (typeof atMs === 'number' ? seqFloor(atMs) - 1 : -1))),
    before: Math.min(
      Number.MAX_SAFE_INTEGER,
      ...toMs.map((atMs) => (typeof atMs === 'number' ? seqFloor(atMs + SEQ_SLACK_MS) : Number.MAX_SAFE_INTEGER)),
    ),
  }
}
