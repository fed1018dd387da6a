import type { inbox as en } from '../en/inbox.ts'
import type { Words } from '../words.ts'

export const inbox: Words<typeof en> = {
  title: '死信箱',
}
