/** The verbs of groups and of single dead letters: each is answered at once, with a way back in the toast. */
import { AppError } from '../../../shared/errors.ts'
import { text } from '../../i18n/text.ts'
import {
  acknowledgeGroups,
  type Done,
  type IgnoreUntil,
  ignoreGroups,
  reopenGroups,
  resolveGroups,
  resolveLetters,
} from '../../stores/inboxActions.ts'
import { toast } from '../../ui/index.ts'

export const resolveMove = (ids: readonly number[]): Promise<void> =>
  run(() => resolveGroups(ids), text('inbox.done.resolved', { count: ids.length }))

export const acknowledgeMove = (ids: readonly number[]): Promise<void> =>
  run(() => acknowledgeGroups(ids), text('inbox.done.acknowledged', { count: ids.length }))

export const reopenMove = (ids: readonly number[]): Promise<void> =>
  run(() => reopenGroups(ids), text('inbox.done.reopened', { count: ids.length }))

/** `words`: until when, as the toast says it. */
export const ignoreMove = (ids: readonly number[], until: IgnoreUntil, words: string): Promise<void> =>
  run(() => ignoreGroups(ids, until), text('inbox.done.ignored', { count: ids.length, until: words }))

/** Single dead letters are resolved for good: there is no way back, as nothing was lost. */
export async function resolveLettersMove(seqs: readonly number[]): Promise<void> {
  try {
    const count = await resolveLetters(seqs)
    toast({ text: text('inbox.done.letters', { count }), tone: 'ok' })
  } catch (error) {
    toast({ text: text('inbox.done.failed', { reason: reasonIn(error) }), tone: 'fail' })
  }
}

async function run(act: () => Promise<Done>, words: string): Promise<void> {
  try {
    const { undo } = await act()
    toast({ text: words, action: { label: text('inbox.done.undo'), onClick: () => void takeBack(undo) } })
  } catch (error) {
    toast({ text: text('inbox.done.failed', { reason: reasonIn(error) }), tone: 'fail' })
  }
}

async function takeBack(undo: Done['undo']): Promise<void> {
  try {
    await undo()
    toast({ text: text('inbox.done.undone') })
  } catch (error) {
    toast({ text: text('inbox.done.undoFailed', { reason: reasonIn(error) }), tone: 'fail' })
  }
}

export const reasonIn = (error: unknown): string => (error instanceof AppError ? error.message : String(error))
