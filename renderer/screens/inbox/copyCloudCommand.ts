/** Puts the command that replays a task in the cloud on the clipboard, and says so. */
import { text } from '../../i18n/text.ts'
import { readCloudCommand } from '../../stores/inboxActions.ts'
import type { TaskTarget } from '../../stores/route.ts'
import { toast } from '../../ui/index.ts'
import { copyWithWord } from '../task/copyText.ts'
import { reasonIn } from './groupMoves.ts'

export async function copyCloudCommand(target: TaskTarget): Promise<void> {
  try {
    const { command, payloadFile } = await readCloudCommand(target)
    const word =
      payloadFile === null ? text('inbox.cloud.copied') : text('inbox.cloud.copiedWithFile', { path: payloadFile })
    await copyWithWord(command, word)
  } catch (error) {
    toast({ text: text('inbox.cloud.failed', { reason: reasonIn(error) }), tone: 'fail' })
  }
}
