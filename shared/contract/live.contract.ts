import { z } from 'zod'
import type { Contract } from './contract.ts'

export const liveContract = {
  'live.revisions': {
    description: 'Numbers that grow when something changed, at most four times a second: pull what you show.',
    input: z.strictObject({}),
    item: z.object({
      tasks: z.int(), // any task, counter, function or account
      logs: z.int(), // captured output
      host: z.int(), // notices, the project's problems, preferences
      instances: z.int(), // their states, and each second what living ones use
      terminals: z.int(), // opened, ended or closed; not what they show
      metrics: z.int(), // each second in which something happened
    }),
    cli: { none: 'commands end; they ask once' },
  },
} satisfies Contract
