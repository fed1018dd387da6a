/**
 * A task that is about to be replayed with another payload: the old one as it was, the new one as it is typed.
 * What was typed stays whatever the host answers, and when the dialog was closed, until another task is opened.
 */
import { create } from 'zustand'
import type { AppError } from '../../shared/errors.ts'
import { indentJson } from '../../shared/format/jsonText.ts'
import { client } from '../bridge/client.ts'
import type { TaskTarget } from './route.ts'
import { bodyOf, type Draft, hasProblem, jsonHintOf, payloadOfFile, problemsOf, textPayload } from './submitDraft.ts'
import { expectOwnTask } from './taskList.ts'
import { asAppError } from './taskLog.ts'
import { isSameTarget } from './taskShapes.ts'

export type RepairEdit = {
  target: TaskTarget | null
  load: 'loading' | 'ready' | 'failed'
  /** Why it could not be read, or, when it is there, why no new task was made. */
  error: AppError | null
  /** As it was sent. Bytes that an editor would change are replayed as they are. */
  original: Draft['payload'] | null
  /** The same as it is shown: JSON of one line is indented, so that a difference is a line. */
  shownOriginal: string
  draft: Draft
  isSending: boolean
}

const DRAFT: Draft = { mode: 'async', payload: textPayload(''), taskId: '', delaySeconds: 0 }
const NOTHING: RepairEdit = {
  target: null,
  load: 'loading',
  error: null,
  original: null,
  shownOriginal: '',
  draft: DRAFT,
  isSending: false,
}
export const useRepairEdit = create<RepairEdit>(() => NOTHING)

/** What is only indented is not edited: the old payload goes as it was, to the byte. */
export const isEdited = ({
  original,
  shownOriginal,
  draft,
}: Pick<RepairEdit, 'original' | 'shownOriginal' | 'draft'>): boolean =>
  original?.kind === 'text' && draft.payload.kind === 'text' && draft.payload.text !== shownOriginal

/** Where the text is no JSON though the old one was: a warning, never a refusal. Null: nothing to warn of. */
export function jsonErrorOf({ original, draft }: Pick<RepairEdit, 'original' | 'draft'>): number | null {
  if (original === null || jsonHintOf(original).kind !== 'json') return null
  const hint = jsonHintOf(draft.payload)
  return hint.kind === 'text' ? hint.errorAt : null
}

export const repairEditActions = {
  open: async (target: TaskTarget): Promise<void> => {
    const before = useRepairEdit.getState()
    if (isSameTarget(before.target, target) && isEdited(before)) return useRepairEdit.setState({ error: null })
    useRepairEdit.setState({ ...NOTHING, target })
    await read(target)
  },
  retry: async (): Promise<void> => {
    const { target } = useRepairEdit.getState()
    if (target !== null) await repairEditActions.open(target)
  },
  forget: (): void => useRepairEdit.setState(NOTHING, true),

  change: (part: Partial<Pick<Draft, 'taskId' | 'delaySeconds'>>): void =>
    useRepairEdit.setState(({ draft }) => ({ draft: { ...draft, ...part }, error: null })),
  type: (text: string): void =>
    useRepairEdit.setState(({ draft }) => ({ draft: { ...draft, payload: textPayload(text) }, error: null })),
  /** Indents what is JSON, on both sides; every number and key stays as it was written. */
  format: (): void => {
    const { draft, shownOriginal } = useRepairEdit.getState()
    const indented = draft.payload.kind === 'text' ? indentJson(draft.payload.text) : null
    if (indented === null) return
    useRepairEdit.setState({ shownOriginal: indentJson(shownOriginal) ?? shownOriginal })
    repairEditActions.type(indented)
  },
  /** As it was again, line breaks included. */
  restore: (): void => {
    const { original } = useRepairEdit.getState()
    if (original?.kind !== 'text') return
    useRepairEdit.setState({ shownOriginal: original.text })
    repairEditActions.type(original.text)
  },

  /** The new task; null when nothing was sent, or when it was refused: then `error` says why. */
  submit: async (): Promise<TaskTarget | null> => {
    const { target, load, draft, isSending } = useRepairEdit.getState()
    if (target === null || load !== 'ready' || isSending || hasProblem(problemsOf(draft))) return null
    useRepairEdit.setState({ isSending: true, error: null })
    try {
      const { functionName, taskId } = await client['tasks.replay']({
        ...target,
        delaySeconds: draft.delaySeconds ?? 0,
        ...(draft.taskId !== '' && { newTaskId: draft.taskId }),
        ...(isEdited(useRepairEdit.getState()) && { payload: bodyOf(draft.payload) }),
      })
      expectOwnTask()
      return { functionName, taskId }
    } catch (cause) {
      if (isSameTarget(useRepairEdit.getState().target, target)) useRepairEdit.setState({ error: asAppError(cause) })
      return null
    } finally {
      if (isSameTarget(useRepairEdit.getState().target, target)) useRepairEdit.setState({ isSending: false })
    }
  },
}

async function read(target: TaskTarget): Promise<void> {
  const isWanted = () => isSameTarget(useRepairEdit.getState().target, target)
  try {
    const { payload } = await client['tasks.get'](target)
    if (!isWanted()) return
    const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload
    const original = payloadOfFile({ name: target.taskId, bytes })
    const shownOriginal = original.kind === 'text' ? readable(original.text) : ''
    const shown = original.kind === 'text' ? textPayload(shownOriginal) : original
    useRepairEdit.setState({ load: 'ready', original, shownOriginal, draft: { ...DRAFT, payload: shown } })
  } catch (cause) {
    if (isWanted()) useRepairEdit.setState({ load: 'failed', error: asAppError(cause) })
  }
}

const readable = (payload: string): string => (payload.includes('\n') ? payload : (indentJson(payload) ?? payload))
