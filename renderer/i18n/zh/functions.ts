import type { functions as en } from '../en/functions.ts'
import type { Words } from '../words.ts'

export const functions: Words<typeof en> = {}
