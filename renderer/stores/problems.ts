/** What is wrong with the project and the host now: one list of what both say. Pure but for the hook. */
import type { WireError } from '../../shared/errors.ts'
import { type HostInfo, type HostNotice, useHost } from './host.ts'

export type Problem = {
  key: string
  level: HostNotice['level']
  message: string
  /** Where it is in the project's files, when it is there. */
  place: { file: string; line: number } | null
  /** The part of the host that says it; null: the project. */
  source: string | null
  atMs: number | null // null: it holds now
}

/** The code of what the gateway says on behalf of the project. */
const PROJECT_NOTICE = 'project_notice'

let known: { info: HostInfo; problems: Problem[] } | null = null
const NONE: Problem[] = []

/** The same array while the host says the same. */
export const useProblems = (): Problem[] => useHost(({ info }) => problemsOnce(info))

function problemsOnce(info: HostInfo | null): Problem[] {
  if (info === null) return NONE
  if (known?.info !== info) known = { info, problems: problemsOf(info) }
  return known.problems
}

/**
 * The project's problems first, then notices, the newest first. A notice that repeats a problem adds only its
 * time, and what is merely told (`info`) is none.
 */
export function problemsOf({ project, notices }: Pick<HostInfo, 'project' | 'notices'>): Problem[] {
  const ofProject = (project?.problems ?? []).map((problem, index): Problem => {
    const notice = notices.findLast(({ message }) => message === problem.message)
    return {
      key: `project-${index}`,
      level: 'error',
      message: problem.message,
      place: placeOf(problem),
      source: null,
      atMs: notice?.atMs ?? null,
    }
  })
  const messages = new Set(ofProject.map(({ message }) => message))
  const ofHost = notices
    .map(
      ({ level, code, message, source, atMs }, index): Problem => ({
        key: `notice-${atMs}-${index}`,
        level,
        message,
        place: null,
        source: code === PROJECT_NOTICE ? null : source,
        atMs,
      }),
    )
    .filter(({ level, message }) => level !== 'info' && !messages.has(message))
  return [...ofProject, ...ofHost.toReversed()]
}

/** What the project's reader puts into the error's data (electron/project/project.ts); anything else is no place. */
export function placeOf({ data }: WireError): Problem['place'] {
  if (typeof data !== 'object' || data === null || !('file' in data) || !('line' in data)) return null
  const { file, line } = data
  return typeof file === 'string' && typeof line === 'number' ? { file, line } : null
}
