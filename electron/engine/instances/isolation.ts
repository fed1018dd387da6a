/**
 * How the instances of this machine are kept apart (DESIGN.md section 2, "No orphans"): in a pid and
 * mount namespace with a root of their own, made by bubblewrap or by util-linux; where the system
 * refuses both, as a plain process group.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { findTool } from '../../base/findTool.ts'
import { enterCommand } from './enterCommand.ts'

export type Isolation =
  | { kind: 'bwrap'; notice: null; guard: Guard | null; tools: Tools<'bwrap' | 'sh'> }
  | { kind: 'unshare'; notice: null; guard: Guard; tools: Tools<'sh' | 'mount' | 'cp' | 'pivot_root' | 'umount'> }
  | { kind: 'none'; notice: string; tools: { setpriv: string | null } }
export type NamespaceIsolation = Exclude<Isolation, { kind: 'none' }>
export type IsolationKind = Isolation['kind']

/**
 * What ends the pid namespace with this host or thread. bubblewrap could do it alone, but killed in the
 * moment between its clone and its first words to the child, it leaves that child waiting for ever.
 */
export type Guard = Tools<'setpriv' | 'unshare'> & {
  isMappedRoot: boolean // an unprivileged user becomes root of a user namespace
}

/** Absolute paths: a function may set a PATH of its own. */
type Tools<Name extends string> = Record<Name, string>

const PROBE_TIMEOUT_MS = 10_000

export type ProbeOptions = {
  workspaceDir: string
  kinds?: readonly IsolationKind[] // in order of preference
  path?: string
}

/** Tries for real, once, with a program that does nothing. */
export function probeIsolation({ workspaceDir, kinds, path = process.env.PATH ?? '' }: ProbeOptions): Isolation {
  if (process.platform !== 'linux') {
    return none('this system has no namespaces: instances run as plain processes and are ended by their group', null)
  }
  const find = (name: string) => findTool(name, path)
  const refusals: string[] = []
  for (const isolation of candidates(find).filter(({ kind }) => kinds?.includes(kind) ?? true)) {
    const refusal = tryOut(isolation, workspaceDir)
    if (refusal === null) return isolation
    refusals.push(`${isolation.kind}: ${refusal}`)
  }
  const reasons = refusals.length === 0 ? 'neither bwrap nor unshare is installed' : refusals.join('; ')
  return none(`instances run without namespaces of their own (${reasons})`, find('setpriv'))
}

function none(notice: string, setpriv: string | null): Isolation {
  return { kind: 'none', notice, tools: { setpriv } }
}

/** In order of preference: the cheapest first, at last bubblewrap without a guard, because some systems let
 *  it, but not unshare, make user namespaces (Ubuntu 24.04 and later). */
function candidates(find: (name: string) => string | null): NamespaceIsolation[] {
  const all = <Name extends string>(...names: Name[]): Tools<Name> | null => {
    const found = names.map((name) => [name, find(name)] as const)
    return found.every(([, path]) => path !== null) ? (Object.fromEntries(found) as Tools<Name>) : null
  }
  const guardTools = all('setpriv', 'unshare')
  const isRoot = process.getuid?.() === 0
  const guards: Guard[] = guardTools
    ? (isRoot ? [false, true] : [true]).map((isMappedRoot) => ({ ...guardTools, isMappedRoot }))
    : []
  const bwrap = all('bwrap', 'sh')
  const mounts = all('sh', 'mount', 'cp', 'pivot_root', 'umount')
  return [
    ...guards.flatMap((guard) => (bwrap ? [{ kind: 'bwrap', notice: null, guard, tools: bwrap } as const] : [])),
    ...guards.flatMap((guard) => (mounts ? [{ kind: 'unshare', notice: null, guard, tools: mounts } as const] : [])),
    ...(bwrap ? [{ kind: 'bwrap', notice: null, guard: null, tools: bwrap } as const] : []),
  ]
}

/** Null when it works, else what the tool said. */
function tryOut(isolation: NamespaceIsolation, workspaceDir: string): string | null {
  const { file, args } = enterCommand(isolation, {
    program: isolation.tools.sh,
    args: ['-c', ':'],
    binds: [],
    workingDir: '/',
    runDir: runDirOf(workspaceDir),
  })
  const { status, stderr, error } = spawnSync(file, args, { encoding: 'utf8', timeout: PROBE_TIMEOUT_MS })
  if (status === 0) return null
  return error?.message ?? (stderr.trim().split('\n').at(-1) || `exit code ${status}`)
}

/** Where the roots of instances are mounted, each in a mount namespace of its own. */
export function runDirOf(workspaceDir: string): string {
  const runDir = join(workspaceDir, 'run')
  mkdirSync(join(runDir, 'root'), { recursive: true })
  return runDir
}
