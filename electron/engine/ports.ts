/**
 * What the faces (FC API, CLI) may ask of the engine: `TaskCommands` changes, answered by the
 * store; `TaskQueries` reads, answered by the reader. A remote FC account can implement both
 * (DESIGN.md section 10). Every call may reject with an `AppError`; the codes are named below.
 */
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { DeliveryState } from '../../shared/contract/repairShapes.ts'
import type { TaskFilter as SearchFilter } from '../../shared/contract/taskFilter.ts'
import type { TaskRow } from '../../shared/contract/taskShapes.ts'
import type { tasksContract } from '../../shared/contract/tasks.contract.ts'
import type { Body } from '../../shared/domain/body.ts'
import type { FunctionCode } from '../../shared/domain/functionCode.ts'
import type { AsyncConfig, FunctionConfig } from '../../shared/domain/functionConfig.ts'
import type { InstanceState } from '../../shared/domain/instanceStates.ts'
import type { FunctionErrorType, TaskDetail, TaskSummary } from '../../shared/domain/task.ts'
import type { TaskState } from '../../shared/domain/taskStates.ts'

export type Account = { id: number; name: string; uid: string }
export type AccessKey = { id: string; secret: string; account: Account }

export type SubmitRequest = {
  accountId: number
  functionName: string
  payload: Body // at most MAX_ASYNC_PAYLOAD_BYTES, else payload_too_large
  taskId: string | null // null: generated, equal to the request id
  delaySeconds: number
}
export type ReplayRequest = {
  accountId: number
  functionName: string
  taskId: string // of the old task
  newTaskId: string | null // null: generated, equal to the request id
  payload: Body | null // null: that of the old one
  delaySeconds: number
}
export type SubmitReceipt = { seq: number; taskId: string; requestId: string }

export type InvokeRequest = { accountId: number; functionName: string; payload: Body; wantsLogTail: boolean }
/** A function error is an outcome, not a rejection (FC.md section 1.5). */
export type InvokeOutcome = {
  requestId: string
  instanceId: string
  durationMs: number
  peakMemoryBytes: number
  codeChecksum: string
  logTail: string | null
  errorType: FunctionErrorType | null
  body: Body
}

/** Made by the code store or the project reader. */
export type { FunctionCode }

export type FunctionRecord = {
  functionId: number
  accountId: number
  origin: 'project' | 'api'
  config: FunctionConfig
  asyncConfig: AsyncConfig | null
  asyncCreatedAtMs: number | null
  asyncModifiedAtMs: number | null
  reservedConcurrency: number | null
  overrides: FunctionPart[] // changed live: reloading the project file leaves them alone
  code: FunctionCode
  compensation: string | null // the name of its compensation function
  holdMs: number // how long an instance is kept after an attempt failed in it; 0: not
  createdAtMs: number
  modifiedAtMs: number
}

export type FunctionPart = 'config' | 'asyncConfig' | 'reservedConcurrency' | 'compensation'

export type FunctionDefinition = {
  config: FunctionConfig
  code: FunctionCode
  asyncConfig: AsyncConfig | null
  reservedConcurrency: number | null
  compensation: string | null
}

export type TaskCommands = {
  /** function_not_found, task_exists, payload_too_large, backlog_full, disk_full, unavailable */
  submit(request: SubmitRequest): Promise<SubmitReceipt>
  /** function_not_found, concurrency_exceeded, instance_unavailable, interpreter_missing, runtime_unsupported */
  invoke(request: InvokeRequest): Promise<InvokeOutcome>
  /** The new task and its link to the old one are durable together. As submit; task_not_found */
  replay(request: ReplayRequest): Promise<SubmitReceipt>
  /** Returns once Stopping is committed. function_not_found, task_not_found, task_ended */
  stop(task: { accountId: number; functionName: string; taskId: string }): Promise<void>
  /** function_exists */
  createFunction(accountId: number, definition: FunctionDefinition): Promise<FunctionRecord>
  /** Replaces what is given, keeps the rest. function_not_found */
  updateFunction(
    target: { accountId: number; functionName: string },
    change: {
      config?: FunctionConfig
      code?: FunctionCode
      asyncConfig?: AsyncConfig | null
      reservedConcurrency?: number | null
      compensation?: string | null
    },
  ): Promise<FunctionRecord>
  /** The parts are no longer overrides; they become what `base` says. function_not_found */
  revertFunction(
    target: { accountId: number; functionName: string },
    parts: FunctionPart[],
    base: FunctionDefinition,
  ): Promise<FunctionRecord>
  /** Kept over reloads of the project. From 0 (off) to `MAX_HOLD_MS`. invalid_input, function_not_found */
  setHold(target: { accountId: number; functionName: string }, holdMs: number): Promise<void>
  /** Its waiting tasks become Invalid when their turn comes. function_not_found */
  deleteFunction(target: { accountId: number; functionName: string }): Promise<void>
  /** Makes the account's project functions equal to `definitions`. `isComplete` false: something of the
   *  project could not be read, so functions that are not named stay as they are; true: they are deleted. */
  syncProject(accountId: number, project: { definitions: FunctionDefinition[]; isComplete: boolean }): Promise<void>
  /** Remembers an access key for an account. */
  allowAccessKey(key: { id: string; secret: string; accountName: string }): Promise<void>
}

/** Every part that is given must hold. The window's parts (shared/contract/taskFilter.ts) may be absent. */
export type TaskFilter = {
  accountId: number
  functionName: string | null // a living function
  states: TaskState[] | null
  idPrefix: string | null
  startedFromMs: number | null // inclusive; a task that has not started counts by its submission
  startedToMs: number | null // inclusive
  onlyTasks: boolean // true: without plain asynchronous calls (the FC API)
} & Omit<SearchFilter, 'states' | 'idPrefix'>
/** What became of the delivery of its result; null: there was none to make. */
type Destined = { destinationStatus: DeliveryState | null }
export type TaskPage = { tasks: (TaskSummary & Destined & { payload: Body | null })[]; nextCursor: string | null }

export type { TaskRow }
/** `searchedToMs` as in `tasks.list` of the console contract. */
export type RowPage = { tasks: TaskRow[]; nextCursor: string | null; searchedToMs?: number }
export type TaskAddress = { functionName: string; taskId: string }
type TaskLinks =
  | 'replayOf'
  | 'replays'
  | 'compensationOf'
  | 'compensations'
  | 'deliveryOf'
  | 'deliveries'
  | 'letter'
  | 'isImported'
/** A task as the window opens it. */
export type OpenedTask = TaskRow & TaskDetail & Pick<OutputOf<(typeof tasksContract)['tasks.get']>, TaskLinks>

/** An instance as it was last reported. */
export type InstanceRecord = {
  instanceId: string
  functionId: number
  state: InstanceState
  pid: number | null
  codeHash: string
  interpreterVersion: string | null
  coldStartMs: number | null
  createdAtMs: number
  endedAtMs: number | null
  detail: string | null
  servedCount: number
  peakMemoryBytes: number | null
}
/** What is told of a function beside its instances; of a deleted one, what it was last. */
export type InstanceFunction = {
  functionId: number
  functionName: string
  runtime: string
  timeoutMs: number
  memoryLimitBytes: number
  attemptLimit: number
}
/** `instanceIds`: only these, living or ended, without paging. */
export type InstanceQuery = {
  accountId: number
  functionName: string | null
  instanceIds: string[] | null
  endedLimit: number
  cursor: string | null
}
/** `living` the oldest first, `ended` the latest first; `functions` are all that the query looked at. */
export type InstancePage = {
  functions: InstanceFunction[]
  living: InstanceRecord[]
  ended: InstanceRecord[]
  nextCursor: string | null
}

export type TaskQueries = {
  accessKeys(): Promise<AccessKey[]>
  /** function_not_found */
  getFunction(target: { accountId: number; functionName: string }): Promise<FunctionRecord>
  /** By name, keyset-paged: `after` is the last name of the page before. */
  listFunctions(query: {
    accountId: number
    prefix: string
    after: string | null
    limit: number
  }): Promise<FunctionRecord[]>
  /** In the order of their ids, those that were deleted, too: names of what they left behind. */
  functionNames(query: { accountId: number; afterId: number }): Promise<{ functionId: number; functionName: string }[]>
  /** Of the tasks that there are. */
  taskIds(query: { accountId: number; seqs: number[] }): Promise<{ seq: number; taskId: string }[]>
  /** function_not_found, task_not_found */
  getTask(target: { accountId: number; functionName: string; taskId: string }): Promise<TaskDetail & Destined>
  /** Exact order by submission whatever is filtered. invalid_input for a cursor that is none. */
  listTasks(query: {
    filter: TaskFilter
    order: 'asc' | 'desc'
    limit: number
    cursor: string | null
    includePayload: boolean
  }): Promise<TaskPage>
  /** As `listTasks`, but of functions that were deleted, too. Few rows with a cursor: go on with it. */
  listRows(query: { filter: TaskFilter; order: 'asc' | 'desc'; limit: number; cursor: string | null }): Promise<RowPage>
  /** These tasks now, and whether the filter still keeps them. */
  rowsOf(query: { filter: TaskFilter; seqs: number[] }): Promise<(TaskRow & { matches: boolean })[]>
  /** Counted in slices of at most `limit`; more at once where the counters know. */
  countRows(query: {
    filter: TaskFilter
    afterSeq: number | null
    limit: number
    cursor: string | null
  }): Promise<{ count: number; nextCursor: string | null }>
  /** Tasks of any function with exactly this id or request id, the newest first. */
  findRows(query: { accountId: number; id: string; limit: number }): Promise<TaskRow[]>
  /** Also of a function that was deleted. task_not_found */
  openTask(target: { accountId: number } & TaskAddress): Promise<OpenedTask>
  /** Payloads of the function's latest tasks, each only once, the newest first. function_not_found */
  recentPayloads(query: {
    accountId: number
    functionName: string
    limit: number
  }): Promise<{ task: TaskRow; payload: Body }[]>
  /** Also of functions that were deleted. invalid_input for a cursor that is none. */
  listInstances(query: InstanceQuery): Promise<InstancePage>
  /** Counts by state from the counters, never by scanning. */
  countTasks(accountId: number): Promise<{ functionName: string; state: TaskState; count: number }[]>
}
