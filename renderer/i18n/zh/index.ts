import type { en } from '../en/index.ts'
import type { Words } from '../words.ts'
import { common } from './common.ts'
import { functions } from './functions.ts'
import { shell } from './shell.ts'
import { task } from './task.ts'
import { tasks } from './tasks.ts'
import { welcome } from './welcome.ts'

export const zh: Words<typeof en> = { common, shell, welcome, tasks, task, functions }
