/** The console's methods about the host itself. */
import { statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { hostContract } from '../../../shared/contract/host.contract.ts'
import { toWireError } from '../../../shared/errors.ts'
import { SAMPLE_DIR } from '../../base/sampleDir.ts'
import { readProject } from '../../project/readProject.ts'
import { accessKey, type ConsoleDeps } from './consoleDeps.ts'
import { isThere, listFolders } from './folders.ts'
import { previewProject } from './previewProject.ts'

/** Tasks and logs, each with its write-ahead log (electron/storage). */
const DATABASE_FILES = ['tasks.db', 'tasks.db-wal', 'logs.db', 'logs.db-wal']

export function hostHandlers(deps: ConsoleDeps): Handlers<typeof hostContract> {
  const { host, project, options, fcEndpoint } = deps
  return {
    'host.info': async () => {
      const key = await accessKey(deps)
      return {
        ...(await host.info()),
        workspaceDir: options.workspaceDir,
        durability: options.durability,
        region: options.region,
        fcEndpoint,
        account: key.account,
        accessKeyId: key.id,
        accessKeySecret: key.secret,
        project: project && { ...project.facts, problems: project.facts.problems.map(toWireError) },
        executionLimit: options.machineConcurrency,
      }
    },
    'host.usage': () => usageOf(options.workspaceDir),
    'host.preview': (choice) => previewProject('sample' in choice ? SAMPLE_DIR : choice.dir, deps),
    'host.recents': async () => {
      const recents = (await host.recents()).map(async (recent) => ({ ...recent, isThere: await isThere(recent.dir) }))
      return { recents: await Promise.all(recents) }
    },
    'host.folders': ({ dir }) => listFolders(dir),
    'host.pickFolder': async () => ({ dir: await host.pickFolder() }),
    'host.open': async (choice) => {
      // What cannot be read at all is said here, and what is open stays open.
      if (!('none' in choice)) readProject('sample' in choice ? SAMPLE_DIR : choice.dir)
      await host.open(choice)
      return {}
    },
    'host.preferences': () => host.preferences(),
    'host.setPreferences': (change) => host.setPreferences(change),
  }
}

function usageOf(workspaceDir: string): { memoryBytes: number; databaseBytes: number; freeDiskBytes: number } {
  const { bavail, bsize } = statfsSync(workspaceDir)
  const sizes = DATABASE_FILES.map((name) => statSync(join(workspaceDir, name), { throwIfNoEntry: false })?.size ?? 0)
  return {
    memoryBytes: process.memoryUsage.rss(), // of the whole process: threads share it
    databaseBytes: sizes.reduce((sum, size) => sum + size, 0),
    freeDiskBytes: bavail * bsize,
  }
}
