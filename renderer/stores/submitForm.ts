/** The form that submits a task, one draft a function: what is typed, what was sent, and what came back. */
import { create } from 'zustand'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { functionsContract } from '../../shared/contract/functions.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { indentJson } from '../../shared/format/jsonText.ts'
import { client } from '../bridge/client.ts'
import { readDraft, writeDraft } from './draftStorage.ts'
import type { TaskTarget } from './route.ts'
import { bodyOf, type Draft, hasProblem, NEW_DRAFT, type Payload, problemsOf, textPayload } from './submitDraft.ts'
import { expectOwnTask } from './taskList.ts'

export type Answer = OutputOf<(typeof functionsContract)['functions.invoke']>
export type SubmitField = 'payload' | 'taskId' | 'delay' | 'form'
export type Outcome =
  | { kind: 'none' }
  | { kind: 'sending'; run: number; sinceMs: number; isSync: boolean }
  | { kind: 'queued'; target: TaskTarget }
  | { kind: 'answered'; answer: Answer; atMs: number }
  | { kind: 'refused'; field: SubmitField; error: AppError; taskId: string }

type Filled = { from: string; replaced: Payload }
type SubmitForm = {
  drafts: Record<string, Draft>
  outcomes: Record<string, Outcome>
  /** What was in the editor before something else was put there; gone with the next keystroke. */
  filled: Record<string, Filled>
}
const NO_OUTCOME: Outcome = { kind: 'none' }

export const useSubmitForm = create<SubmitForm>(() => ({ drafts: {}, outcomes: {}, filled: {} }))

export const selectDraft = (functionName: string) => (state: SubmitForm) => state.drafts[functionName] ?? NEW_DRAFT
export const selectOutcome = (functionName: string) => (state: SubmitForm) => state.outcomes[functionName] ?? NO_OUTCOME
export const selectFilled = (functionName: string) => (state: SubmitForm) => state.filled[functionName] ?? null

let lastRun = 0
/** The workspace that the drafts are of: functions of two projects may have one name. */
let draftsDir = ''

/** Keeps what was typed for the project before, and begins with that of this one. */
export function openDraftsOf(workspaceDir: string): void {
  if (workspaceDir === draftsDir) return
  keepDrafts()
  draftsDir = workspaceDir
  useSubmitForm.setState(useSubmitForm.getInitialState(), true)
}
const draftKey = (functionName: string) => `${draftsDir} ${functionName}`

export const submitForm = {
  /** Brings back what was typed before the window was reloaded. */
  open(functionName: string): void {
    if (useSubmitForm.getState().drafts[functionName] !== undefined) return
    const draft = readDraft(sessionStorage, draftKey(functionName))
    if (draft !== null) setDraft(functionName, draft)
  },

  change(functionName: string, part: Partial<Draft>): void {
    const draft = { ...draftOf(functionName), ...part }
    setDraft(functionName, draft)
    if (part.payload !== undefined) setFilled(functionName, null)
    const outcome = selectOutcome(functionName)(useSubmitForm.getState())
    if (outcome.kind === 'refused' && isAnswered(outcome.field, part)) setOutcome(functionName, NO_OUTCOME)
    keepSoon(functionName)
  },

  /** Puts a payload into the editor; `from` says where it came from. */
  fill(functionName: string, { payload, from }: { payload: Payload; from: string }): void {
    const replaced = draftOf(functionName).payload
    submitForm.change(functionName, { payload })
    setFilled(functionName, { from, replaced })
  },

  undoFill(functionName: string): void {
    const filled = selectFilled(functionName)(useSubmitForm.getState())
    if (filled !== null) submitForm.change(functionName, { payload: filled.replaced })
  },

  /** Indents a payload that is JSON; every number and key stays as it was written. */
  format(functionName: string): void {
    const { payload } = draftOf(functionName)
    const indented = payload.kind === 'text' ? indentJson(payload.text) : null
    if (indented !== null) submitForm.change(functionName, { payload: textPayload(indented) })
  },

  /** Sends the draft, which stays as it is but for the task id. Resolves with what became of it; null if nothing was sent. */
  async submit(functionName: string): Promise<Outcome | null> {
    const draft = draftOf(functionName)
    const before = selectOutcome(functionName)(useSubmitForm.getState())
    if (before.kind === 'sending' || hasProblem(problemsOf(draft))) return null
    const run = ++lastRun
    setOutcome(functionName, { kind: 'sending', run, sinceMs: Date.now(), isSync: draft.mode === 'sync' })
    const outcome = await sent(functionName, draft)
    const now = selectOutcome(functionName)(useSubmitForm.getState())
    if (now.kind !== 'sending' || now.run !== run) return null // nobody waits for it any more
    if (outcome.kind === 'queued') submitForm.change(functionName, { taskId: '' }) // it is taken now
    setOutcome(functionName, outcome)
    return outcome
  },

  /** The call itself goes on: nothing can take back what a function has begun. */
  stopWaiting: (functionName: string) => setOutcome(functionName, NO_OUTCOME),
}

async function sent(functionName: string, draft: Draft): Promise<Outcome> {
  const { mode, taskId, delaySeconds } = draft
  const payload = bodyOf(draft.payload)
  try {
    if (mode === 'sync') {
      const answer = await client['functions.invoke']({ functionName, payload })
      return { kind: 'answered', answer, atMs: Date.now() }
    }
    const receipt = await client['tasks.submit']({
      functionName,
      payload,
      ...(taskId !== '' && { taskId }),
      delaySeconds: delaySeconds ?? 0,
    })
    expectOwnTask()
    return { kind: 'queued', target: { functionName: receipt.functionName, taskId: receipt.taskId } }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { kind: 'refused', field: fieldOf(error), error, taskId }
  }
}

/** Which field an error is about. */
function fieldOf({ code }: AppError): SubmitField {
  if (code === 'task_exists') return 'taskId'
  if (code === 'payload_too_large') return 'payload'
  return 'form'
}

/** What was refused is no longer what would be sent. */
function isAnswered(field: SubmitField, part: Partial<Draft>): boolean {
  if (field === 'payload') return part.payload !== undefined || part.mode !== undefined
  if (field === 'taskId') return part.taskId !== undefined || part.mode !== undefined
  return part.mode !== undefined
}

const draftOf = (functionName: string) => selectDraft(functionName)(useSubmitForm.getState())

function setDraft(functionName: string, draft: Draft): void {
  useSubmitForm.setState(({ drafts }) => ({ drafts: { ...drafts, [functionName]: draft } }))
}
function setOutcome(functionName: string, outcome: Outcome): void {
  useSubmitForm.setState(({ outcomes }) => ({ outcomes: { ...outcomes, [functionName]: outcome } }))
}
function setFilled(functionName: string, next: Filled | null): void {
  useSubmitForm.setState(({ filled: { [functionName]: _, ...others } }) => ({
    filled: next === null ? others : { ...others, [functionName]: next },
  }))
}

const KEEP_AFTER_MS = 250
const unkept = new Set<string>()
let keeping: ReturnType<typeof setTimeout> | null = null

function keepSoon(functionName: string): void {
  unkept.add(functionName)
  keeping ??= setTimeout(keepDrafts, KEEP_AFTER_MS)
}

/** Also when the window goes away: see FunctionsScreen. */
export function keepDrafts(): void {
  if (keeping !== null) clearTimeout(keeping)
  keeping = null
  for (const functionName of unkept)
    writeDraft(sessionStorage, { key: draftKey(functionName), draft: draftOf(functionName) })
  unkept.clear()
}
