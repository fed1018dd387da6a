import type { repair as en } from '../en/repair.ts'
import type { Words } from '../words.ts'

export const repair: Words<typeof en> = {
  title: '修复',
}
