/**
 * The command line that starts a program in namespaces of its own. Inside, the root is a tmpfs with
 * the folders of the host's root bound as they are, except a private /tmp, /proc and what the caller
 * binds. Process 1 reaps; the program can be killed from inside, and when it ends, so does the
 * namespace with all that it left behind. Measured: 6 ms with bwrap, 8 ms without, where each mount
 * tool is a process.
 *
 * This keeps processes and files of instances apart; it is no sandbox for hostile code.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readlinkSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Guard, Isolation, NamespaceIsolation } from './isolation.ts'

export type Bind = { from: string; to: string }
export type Entry = {
  program: string
  args: string[]
  binds: Bind[]
  workingDir: string
  runDir: string
  lingerScript?: string // as seen inside: with it the namespaces stay when the program has ended
}
export type Command = { file: string; args: string[] }
/** How far down the tree of processes are the first one inside all namespaces, and the program. */
export type Depths = { insideDepth: number; programDepth: number }

/** FC's default diskSize. */
const TMP_SIZE = 'size=512m'
const PRIVATE = new Set(['tmp', 'proc'])

/** First to go when the machine runs out of memory; no core files. */
const SETTLE = `
ulimit -c 0
{ echo 800 > /proc/self/oom_score_adj; } 2> /dev/null
`
/** As process 1: stays, reaps, ends with the program. The shell's own messages are of no interest. */
const RUN_AND_WAIT = `
exec 9>&2 2> /dev/null
( exec 2>&9 9>&-; exec "$@" )
exit $?
`

export function enterCommand(isolation: NamespaceIsolation, entry: Entry): Command & Depths {
  const words =
    isolation.kind === 'bwrap'
      ? [...guardWords(isolation.guard, '--mount-proc'), ...bwrapWords(isolation, entry)]
      : [...guardWords(isolation.guard, '--mount'), ...mountWords(isolation, entry)]
  const [file = '', ...args] = words
  // With a guard, bubblewrap itself stays between it and what is inside.
  const insideDepth = isolation.kind === 'bwrap' && isolation.guard !== null ? 2 : 1
  const isShellInside = insideDepth === 1 || entry.lingerScript !== undefined
  return { file, args, insideDepth, programDepth: insideDepth + (isShellInside ? 1 : 0) }
}

function guardWords(guard: Guard | null, ...namespaces: string[]): string[] {
  if (guard === null) return []
  const user = guard.isMappedRoot ? ['--user', '--map-root-user'] : []
  return [
    guard.setpriv,
    '--pdeathsig',
    'KILL',
    guard.unshare,
    '--pid',
    '--fork',
    '--kill-child',
    ...user,
    ...namespaces,
  ]
}

function bwrapWords({ tools, guard }: Isolation & { kind: 'bwrap' }, entry: Entry): string[] {
  const { folders, links } = hostRoot(entry.binds)
  const words = [tools.bwrap, '--die-with-parent']
  if (guard === null) words.push('--unshare-pid', '--as-pid-1')
  for (const { name, target } of links) words.push('--symlink', target, `/${name}`)
  for (const name of folders) words.push('--dev-bind', `/${name}`, `/${name}`)
  words.push('--perms', '1777', '--tmpfs', '/tmp', '--proc', '/proc') // with a guard: binds the guard's /proc
  for (const { from, to } of entry.binds) words.push('--bind', from, to)
  const run = guard === null ? RUN_AND_WAIT : 'exec "$@"' // with a guard, bwrap is process 1
  const script = SETTLE + (lingering(entry) ?? run)
  words.push('--chdir', entry.workingDir, tools.sh, '-c', script, 'instance', entry.program, ...entry.args)
  return words
}

function mountWords({ tools }: Isolation & { kind: 'unshare' }, entry: Entry): string[] {
  const root = join(entry.runDir, 'root')
  const { folders, links } = hostRoot(entry.binds)
  const linkPaths = links.map(({ name }) => quote(`/${name}`)).join(' ')
  const script = `
${quote(tools.mount)} -n -a -T ${quote(writeFstab(root, folders, entry))} || exit 125
${linkPaths === '' ? '' : `${quote(tools.cp)} -P ${linkPaths} ${quote(root)} || exit 125`}
cd ${quote(root)} && ${quote(tools.pivot_root)} . . && ${quote(tools.umount)} -n -l . || exit 125
cd ${quote(entry.workingDir)} || exit 125
${SETTLE}${lingering(entry) ?? RUN_AND_WAIT}`
  return [tools.sh, '-c', script, 'instance', entry.program, ...entry.args]
}

function lingering({ lingerScript }: Entry): string | null {
  return lingerScript === undefined ? null : `. ${quote(lingerScript)}`
}

/**
 * All mounts in one table, because every call of mount costs a millisecond. `unbindable` keeps the new
 * root out of the folder that holds it. The table's name is its content's, so it is written once.
 */
function writeFstab(root: string, folders: string[], { binds, runDir }: Entry): string {
  const line = (source: string, target: string, type: string, options: string) =>
    `${escapeField(source)} ${escapeField(root + target)} ${type} ${options}\n`
  const bind = (from: string, to: string) => line(from, to, 'none', 'rbind,X-mount.mkdir')
  const table = [
    line('tmpfs', '', 'tmpfs', 'mode=755,size=1m,unbindable'),
    ...folders.map((name) => bind(`/${name}`, `/${name}`)),
    line('tmpfs', '/tmp', 'tmpfs', `mode=1777,${TMP_SIZE},X-mount.mkdir`),
    line('proc', '/proc', 'proc', 'X-mount.mkdir'),
    ...binds.map(({ from, to }) => bind(from, to)),
  ].join('')
  const file = join(runDir, `mounts-${createHash('sha256').update(table).digest('hex').slice(0, 16)}`)
  if (!existsSync(file)) {
    writeFileSync(`${file}.${process.pid}`, table)
    renameSync(`${file}.${process.pid}`, file) // another scheduler never sees half of it
  }
  return file
}

/** What the host's root holds now, without what the instance has of its own. */
function hostRoot(binds: Bind[]): { folders: string[]; links: { name: string; target: string }[] } {
  const own = new Set([...PRIVATE, ...binds.map(({ to }) => to.split('/')[1] ?? '')])
  const entries = readdirSync('/', { withFileTypes: true }).filter(({ name }) => !own.has(name))
  return {
    folders: entries.filter((entry) => entry.isDirectory()).map(({ name }) => name),
    links: entries
      .filter((entry) => entry.isSymbolicLink())
      .map(({ name }) => ({ name, target: readlinkSync(`/${name}`) })),
  }
}

/** Is the host's path something else inside, or not there? */
export function isHiddenInside(path: string): boolean {
  return PRIVATE.has(path.split('/')[1] ?? '')
}

function escapeField(text: string): string {
  return text.replace(/[\s\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
