import type { terminal as en } from '../en/terminal.ts'
import type { Words } from '../words.ts'

export const terminal: Words<typeof en> = {
  title: '终端',
}
