import type { welcome as en } from '../en/welcome.ts'
import type { Words } from '../words.ts'

export const welcome: Words<typeof en> = {}
