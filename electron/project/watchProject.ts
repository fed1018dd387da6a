/**
 * Watches a project: s.yaml and the code folders that it names, without their node_modules and .git.
 * A broken s.yaml keeps the last good definitions and reports the problem.
 */
import { realpathSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { type FSWatcher, watch } from 'chokidar'
import { AppError } from '../../shared/errors.ts'
import { Debounced } from './debounced.ts'
import { withLastGood } from './lastGood.ts'
import type { Project } from './project.ts'
import { readProject, SPEC_FILES } from './readProject.ts'

const QUIET_MS = 100
const MAX_WAIT_MS = 1_000
const LEFT_OUT = new Set(['node_modules', '.git'])

export type ProjectWatch = {
  /** Resolves when `onChange` has returned and nothing is watched any more. */
  stop(): Promise<void>
}

/**
 * Calls `onChange` after every burst of changes with the project as it is then, and once when the
 * watch stands, so that nothing is missed since an earlier reading. One call at a time; `onChange`
 * handles its own failures. Throws what `readProject` throws.
 */
export function watchProject(dir: string, onChange: (project: Project) => void | Promise<void>): ProjectWatch {
  let project = readProject(dir)
  let watchProblem: AppError | null = null
  const watchers = new Map<string, FSWatcher>()
  const changes = new Debounced(readAgain, { quietMs: QUIET_MS, maxWaitMs: MAX_WAIT_MS })
  const specs = watch(
    SPEC_FILES.map((name) => join(resolve(dir), name)),
    { ignoreInitial: true },
  )
  listenTo(specs, dir)
  watchCodeFolders()

  return {
    async stop() {
      await changes.stop()
      await Promise.all([specs, ...watchers.values()].map((watcher) => watcher.close()))
    },
  }

  async function readAgain(): Promise<void> {
    project = withLastGood(attempt(), project)
    watchCodeFolders()
    await onChange(watchProblem === null ? project : { ...project, problems: [...project.problems, watchProblem] })
  }

  function attempt(): Project | AppError {
    try {
      return readProject(dir)
    } catch (error) {
      if (error instanceof AppError) return error
      throw error
    }
  }

  /** Each folder has a watcher of its own, whose `ready` says that from now on nothing is missed. */
  function watchCodeFolders(): void {
    const wanted = new Set(project.codeDirs)
    for (const [codeDir, watcher] of watchers) {
      if (wanted.has(codeDir)) continue
      watchers.delete(codeDir)
      void watcher.close()
    }
    for (const codeDir of wanted) {
      if (watchers.has(codeDir)) continue
      const root = realPath(codeDir)
      // links are not followed: the hash takes them by their target, too
      const watcher = watch(root, {
        ignoreInitial: true,
        followSymlinks: false,
        ignored: (path) =>
          relative(root, path)
            .split(sep)
            .some((part) => LEFT_OUT.has(part)),
      })
      watchers.set(codeDir, watcher)
      listenTo(watcher, codeDir)
    }
  }

  function listenTo(watcher: FSWatcher, path: string): void {
    watcher.on('ready', () => changes.trigger())
    watcher.on('all', () => changes.trigger())
    watcher.on('error', (error) => {
      watchProblem = new AppError('unavailable', `changes below ${path} are no longer seen: ${String(error)}`, {
        cause: error,
      })
      changes.trigger()
    })
  }
}

/** A folder that does not exist yet is waited for under the name it was given. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
