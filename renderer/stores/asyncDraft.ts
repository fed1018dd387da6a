/**
 * What somebody has changed on the page of an asynchronous configuration and not saved yet. Only what differs
 * is a draft: every other field follows the host. A draft is kept over a change of tab, function and screen,
 * and over a reload of the window.
 */
import { create } from 'zustand'
import { AppError } from '../../shared/errors.ts'
import { ASYNC_SETTING_NAMES, type AsyncSettingName, type AsyncValues, asyncActions } from './asyncSettings.ts'
import { choiceOf, problemOfChoice, type TargetChoice, type TargetProblem, targetOfChoice } from './targetChoice.ts'

/** An empty number is null. `base` is what the host had when the field was first changed. */
type Fields = {
  asyncTask: boolean
  maxRetryAttempts: number | null
  maxAgeSeconds: number | null
  onSuccess: TargetChoice
  onFailure: TargetChoice
  compensation: string | null
}
export type AsyncDraft = { fields: Partial<Fields>; base: Partial<AsyncValues> }
type Saving = { isSaving: boolean; error: AppError | null }
type State = { drafts: Record<string, AsyncDraft>; saving: Record<string, Saving> }

const NO_DRAFT: AsyncDraft = { fields: {}, base: {} }
const NOT_SAVING: Saving = { isSaving: false, error: null }
const MAX_RETRIES = 8
const MAX_AGE_SECONDS = 2_592_000

export const useAsyncDraft = create<State>(() => ({ drafts: {}, saving: {} }))
export const selectAsyncDraft = (functionName: string) => (state: State) => state.drafts[functionName] ?? NO_DRAFT
export const selectSaving = (functionName: string) => (state: State) => state.saving[functionName] ?? NOT_SAVING
export const hasAsyncDraft = (functionName: string) => (state: State) => state.drafts[functionName] !== undefined

let draftsDir = ''
const itemOf = (dir: string) => `taskyard.async.${dir}`

/** Drafts belong to a workspace: functions of two projects may have one name. */
export function openAsyncDraftsOf(workspaceDir: string): void {
  if (workspaceDir === draftsDir) return
  draftsDir = workspaceDir
  useAsyncDraft.setState({ drafts: readDrafts(), saving: {} }, true)
}

/** What the fields show: the draft over the host's values. */
export function shownFields({ fields }: AsyncDraft, values: AsyncValues): Fields {
  return { ...values, onSuccess: choiceOf(values.onSuccess), onFailure: choiceOf(values.onFailure), ...fields }
}

/** What would be sent; null where a field says nothing that can be sent. */
export function draftChange({ fields }: AsyncDraft, values: AsyncValues): Partial<AsyncValues> {
  const { onSuccess, onFailure, maxRetryAttempts, maxAgeSeconds, ...plain } = fields
  return {
    ...plain,
    ...(typeof maxRetryAttempts === 'number' && { maxRetryAttempts }),
    ...(typeof maxAgeSeconds === 'number' && { maxAgeSeconds }),
    ...(onSuccess !== undefined && { onSuccess: targetOfChoice(onSuccess, values.onSuccess) }),
    ...(onFailure !== undefined && { onFailure: targetOfChoice(onFailure, values.onFailure) }),
  }
}

export type DraftProblem = TargetProblem | 'retries' | 'age'
export function draftProblems({ fields }: AsyncDraft): Partial<Record<AsyncSettingName, DraftProblem>> {
  const { maxRetryAttempts: retries, maxAgeSeconds: age, onSuccess, onFailure } = fields
  const success = onSuccess && problemOfChoice(onSuccess)
  const failure = onFailure && problemOfChoice(onFailure)
  return {
    ...(retries !== undefined && !isWhole(retries, { min: 0, max: MAX_RETRIES }) && { maxRetryAttempts: 'retries' }),
    ...(age !== undefined && !isWhole(age, { min: 1, max: MAX_AGE_SECONDS }) && { maxAgeSeconds: 'age' }),
    ...(success && { onSuccess: success }),
    ...(failure && { onFailure: failure }),
  }
}

const isWhole = (value: number | null, { min, max }: { min: number; max: number }) =>
  value !== null && Number.isInteger(value) && value >= min && value <= max

export const asyncDraft = {
  /** A field that says again what the host has is no draft any more. */
  change<N extends AsyncSettingName>(
    functionName: string,
    { name, value, values }: { name: N; value: Fields[N]; values: AsyncValues },
  ): void {
    const before = selectAsyncDraft(functionName)(useAsyncDraft.getState())
    const draft: AsyncDraft = {
      fields: { ...before.fields, [name]: value },
      base: { [name]: values[name], ...before.base },
    }
    put(functionName, isSame(name, draft, values) ? without(draft, [name]) : draft)
    setSaving(functionName, NOT_SAVING)
  },

  discard(functionName: string, name: AsyncSettingName | 'all'): void {
    const draft = selectAsyncDraft(functionName)(useAsyncDraft.getState())
    put(functionName, without(draft, name === 'all' ? ASYNC_SETTING_NAMES : [name]))
    setSaving(functionName, NOT_SAVING)
  },

  /** True when all of it holds. What was refused stays in the fields, with the reason. */
  async save(functionName: string, values: AsyncValues): Promise<boolean> {
    const draft = selectAsyncDraft(functionName)(useAsyncDraft.getState())
    const { isSaving } = selectSaving(functionName)(useAsyncDraft.getState())
    if (isSaving || Object.keys(draft.fields).length === 0 || Object.keys(draftProblems(draft)).length > 0) return false
    setSaving(functionName, { isSaving: true, error: null })
    const { compensation, ...change } = draftChange(draft, values)
    try {
      // one after the other, so that what holds is no draft although the rest was refused
      for (const step of [change, compensation === undefined ? {} : { compensation }]) {
        if (Object.keys(step).length === 0) continue
        await asyncActions.set(functionName, step)
        settle(functionName, { saved: draft, names: Object.keys(step) as AsyncSettingName[] }) // they are its keys
      }
      setSaving(functionName, NOT_SAVING)
      return true
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      setSaving(functionName, { isSaving: false, error })
      return false
    }
  },
}

/** What was typed while it was saved stays a draft. */
function settle(functionName: string, { saved, names }: { saved: AsyncDraft; names: AsyncSettingName[] }): void {
  const now = selectAsyncDraft(functionName)(useAsyncDraft.getState())
  put(
    functionName,
    without(
      now,
      names.filter((name) => now.fields[name] === saved.fields[name]),
    ),
  )
}

function isSame(name: AsyncSettingName, draft: AsyncDraft, values: AsyncValues): boolean {
  const change = draftChange({ fields: { [name]: draft.fields[name] }, base: {} }, values)
  return name in change && change[name] === values[name]
}

function without({ fields, base }: AsyncDraft, names: readonly AsyncSettingName[]): AsyncDraft {
  const keep = <T extends object>(part: T) =>
    Object.fromEntries(Object.entries(part).filter(([name]) => !names.some((gone) => gone === name))) as Partial<T>
  return { fields: keep(fields), base: keep(base) }
}

function put(functionName: string, draft: AsyncDraft): void {
  useAsyncDraft.setState(({ drafts: { [functionName]: _, ...others } }) => ({
    drafts: Object.keys(draft.fields).length === 0 ? others : { ...others, [functionName]: draft },
  }))
  writeDrafts()
}

function setSaving(functionName: string, next: Saving): void {
  useAsyncDraft.setState(({ saving }) => ({ saving: { ...saving, [functionName]: next } }))
}

function readDrafts(): State['drafts'] {
  try {
    return JSON.parse(sessionStorage.getItem(itemOf(draftsDir)) ?? '{}') as State['drafts'] // written below
  } catch {
    return {}
  }
}

function writeDrafts(): void {
  try {
    sessionStorage.setItem(itemOf(draftsDir), JSON.stringify(useAsyncDraft.getState().drafts))
  } catch {
    // the storage is full: they are kept until the window is reloaded
  }
}
