import { common } from './common.ts'
import { functions } from './functions.ts'
import { shell } from './shell.ts'
import { task } from './task.ts'
import { tasks } from './tasks.ts'
import { welcome } from './welcome.ts'

export const en = { common, shell, welcome, tasks, task, functions }
