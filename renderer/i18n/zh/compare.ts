import type { compare as en } from '../en/compare.ts'
import type { Words } from '../words.ts'

export const compare: Words<typeof en> = {
  title: '对比',
}
