/** What is wrong with the project, its functions and the host now: one list of what all of them say. Pure but for the hook. */
import type { WireError } from '../../shared/errors.ts'
import { type FunctionSummary, useFunctions } from './functions.ts'
import { type HostInfo, type HostNotice, useHost } from './host.ts'

export type Problem = {
  key: string
  level: HostNotice['level']
  message: string
  /** Where it is in the project's files, when it is there. */
  place: { file: string; line: number } | null
  /** The part of the host that says it, or the function that it is about; null: the project. */
  source: string | null
  atMs: number | null // null: it holds now
}

/** The code of what the gateway says on behalf of the project. */
const PROJECT_NOTICE = 'project_notice'

type Sources = Pick<HostInfo, 'project' | 'notices'> & { functions?: readonly FunctionSummary[] | null }
type Known = { info: HostInfo; functions: FunctionSummary[] | null; problems: Problem[] }

let known: Known | null = null
const NONE: Problem[] = []

/** The same array while the host says the same. */
export function useProblems(): Problem[] {
  const info = useHost(({ info }) => info)
  const functions = useFunctions(({ functions }) => functions)
  if (info === null) return NONE
  if (known?.info !== info || known.functions !== functions) {
    known = { info, functions, problems: problemsOf({ ...info, functions }) }
  }
  return known.problems
}

/**
 * The project's problems first, then functions that cannot run, then notices, the newest first. A notice that
 * repeats a problem adds only its time, one that repeats a problem that is over is left out, and what is merely
 * told (`info`) is none.
 */
export function problemsOf({ project, notices, functions = null }: Sources): Problem[] {
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
  const ofFunctions = (functions ?? []).flatMap(({ functionName, problem }): Problem[] =>
    problem === null
      ? []
      : [
          {
            key: `function-${functionName}`,
            level: 'error',
            message: problem,
            place: null,
            source: functionName,
            atMs: null,
          },
        ],
  )
  const messages = new Set(ofProject.map(({ message }) => message))
  const isOver = isOfFormerProblem(project)
  const ofHost = notices
    .map((notice, index) => ({ notice, index }))
    .filter(({ notice }) => notice.level !== 'info' && !messages.has(notice.message) && !isOver(notice))
    .map(
      ({ notice: { level, code, message, source, atMs }, index }): Problem => ({
        key: `notice-${atMs}-${index}`,
        level,
        message,
        place: null,
        source: code === PROJECT_NOTICE ? null : source,
        atMs,
      }),
    )
  const ofFunctionsAlone = ofFunctions.filter(({ message }) => !messages.has(message))
  return [...ofProject, ...ofFunctionsAlone, ...ofHost.toReversed()]
}

/** What the gateway told of the project's files: they are read again, and what holds still is in `problems`. */
function isOfFormerProblem(project: HostInfo['project']): (notice: HostNotice) => boolean {
  if (project === null) return () => false
  const codes = new Set<string>(['project_invalid', ...project.problems.map(({ code }) => code)])
  return ({ level, code, source }) => level === 'error' && source === 'gateway' && codes.has(code)
}

/** What the project's reader puts into the error's data (electron/project/project.ts); anything else is no place. */
export function placeOf({ data }: WireError): Problem['place'] {
  if (typeof data !== 'object' || data === null || !('file' in data) || !('line' in data)) return null
  const { file, line } = data
  return typeof file === 'string' && typeof line === 'number' ? { file, line } : null
}
