import type { logs as en } from '../en/logs.ts'
import type { Words } from '../words.ts'

export const logs: Words<typeof en> = {
  title: '日志',
}
