import type { instances as en } from '../en/instances.ts'
import type { Words } from '../words.ts'

export const instances: Words<typeof en> = {
  title: '实例',
}
