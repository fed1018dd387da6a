import { z } from 'zod'
import { ERROR_CODES, type ErrorCode } from '../errors.ts'
import type { Contract } from './contract.ts'
import { preferences, preferencesChange, recentProject } from './preferences.ts'

const errorCode = z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]) // the table has entries
const wireError = z.object({ code: errorCode, message: z.string(), data: z.unknown().optional() })

const notice = z.object({
  level: z.enum(['error', 'notice', 'info']),
  code: z.string(),
  message: z.string(),
  source: z.string(), // the thread that it comes from
  atMs: z.int(),
})

/** The bundled sample, or a folder by its absolute path. */
const projectChoice = z.union([z.strictObject({ sample: z.literal(true) }), z.strictObject({ dir: z.string().min(1) })])

const openChoice = z.union([projectChoice, z.strictObject({ none: z.literal(true) })])
export type ProjectChoice = z.output<typeof projectChoice>
export type OpenChoice = z.output<typeof openChoice>

export const hostContract = {
  'host.info': {
    description: 'What this host is, where it listens, which project it serves, and what the user should know.',
    input: z.strictObject({}),
    output: z.object({
      version: z.string(),
      kind: z.enum(['desktop', 'browser']),
      pid: z.int(),
      startedAtMs: z.int(),
      workspaceDir: z.string(),
      durability: z.enum(['normal', 'full']),
      fcEndpoint: z.string(), // host:port
      region: z.string(),
      account: z.object({ name: z.string(), uid: z.string() }), // the one that the console acts for
      accessKeyId: z.string(),
      accessKeySecret: z.string(),
      project: z
        .object({ dir: z.string(), file: z.string().nullable(), name: z.string(), problems: z.array(wireError) })
        .nullable(), // null: the window shows Welcome
      /** Why the project that was asked for is not open; Welcome says it. */
      projectError: wireError.nullable(),
      executionLimit: z.int(), // executions at once on this machine
      notices: z.array(notice),
      canOpenProjects: z.boolean(), // false: this host serves one project only (`taskyard serve`)
    }),
    cli: { command: 'env' },
  },
  'host.usage': {
    description: 'What the host uses now.',
    input: z.strictObject({}),
    output: z.object({
      memoryBytes: z.int(), // resident, of the host without its instances
      databaseBytes: z.int(), // tasks and logs, their write-ahead logs too
      freeDiskBytes: z.int(),
    }),
    cli: { none: 'a line in the window' },
  },
  'host.preview': {
    description: 'What opening a project would start, before anything is started.',
    input: projectChoice,
    output: z.object({
      dir: z.string(), // where the project's files are
      name: z.string(),
      workspaceDir: z.string(), // where tasks and logs are kept
      fcPort: z.int(), // the one that would be asked for first
      functions: z.array(z.object({ functionName: z.string(), runtime: z.string(), command: z.string() })),
      interpreters: z.array(
        z.object({
          runtime: z.string(),
          path: z.string().nullable(), // null: missing, `problem` says what was looked for
          version: z.string().nullable(),
          isSupported: z.boolean(), // false: nothing that is installed would run it
          problem: z.string().nullable(),
          functionNames: z.array(z.string()),
        }),
      ),
      environmentNames: z.array(z.string()), // what functions get from this machine and from s.yaml
      problems: z.array(wireError),
    }),
    cli: { command: 'serve' },
  },
  'host.recents': {
    description: 'Projects that were opened, the latest first.',
    input: z.strictObject({}),
    output: z.object({
      recents: z.array(recentProject.extend({ isThere: z.boolean() })),
    }),
    cli: { none: 'a shell has its own history' },
  },
  'host.folders': {
    description: 'The folders in a folder, for choosing one without a dialog of the system.',
    input: z.strictObject({ dir: z.string().optional() }), // without: the user's home folder
    output: z.object({
      dir: z.string(),
      parentDir: z.string().nullable(),
      folders: z.array(z.object({ name: z.string(), dir: z.string(), isProject: z.boolean() })), // at most 500
    }),
    cli: { none: 'a shell completes paths itself' },
  },
  'host.pickFolder': {
    description: 'Asks the user for a folder with a dialog of the system. Only the desktop host has one.',
    input: z.strictObject({}),
    output: z.object({ dir: z.string().nullable() }), // null: cancelled
    cli: { none: 'a shell has paths' },
  },
  'host.open': {
    description: 'Closes the project and opens another one, or none. The connection ends and comes back.',
    input: openChoice,
    output: z.object({}),
    cli: { command: 'open' },
  },
  'host.preferences': {
    description: 'What the user likes: theme, language and the like.',
    input: z.strictObject({}),
    output: preferences,
    cli: { none: 'they are about the window' },
  },
  'host.setPreferences': {
    description: 'Changes preferences; those that are not named stay.',
    input: preferencesChange,
    output: preferences,
    cli: { none: 'they are about the window' },
  },
} satisfies Contract
