/** A project of its own with the real launcher in it and a small program in place of the command line. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { temporaryDir } from './temporaryDir.ts'

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const FAKE_OLD_NODE = fromHere('../fixtures/launcher/fakeOldNode.cjs')

/** Folders of the system in which programs such as setpriv and sh are. */
export const SYSTEM_PATH = '/usr/bin:/bin'

export type Launched = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }

export class LauncherProject {
  readonly dir = temporaryDir()
  readonly #lock = JSON.stringify({ packages: { '': {}, 'node_modules/a': { integrity: 'sha512-a' } } })

  constructor() {
    this.write('package.json', '{"name":"launched","type":"module"}')
    this.write('package-lock.json', this.#lock)
    mkdirSync(join(this.dir, 'electron'))
    copyFileSync(fromHere('../../electron/launcher.cjs'), this.path('electron/launcher.cjs'))
    copyFileSync(fromHere('../fixtures/launcher/program.ts'), this.path('electron/cli.ts'))
  }

  path(name: string): string {
    return join(this.dir, name)
  }

  write(name: string, content: string): void {
    mkdirSync(join(this.path(name), '..'), { recursive: true })
    writeFileSync(this.path(name), content)
  }

  writeScript(name: string, content: string): void {
    this.write(name, content)
    chmodSync(this.path(name), 0o755)
  }

  /** As after `npm ci`, but older than the lock file if so wanted. */
  install({ lock = this.#lock, isOlder = false } = {}): void {
    this.write('node_modules/.package-lock.json', lock)
    const atMs = Date.now() + (isOlder ? -60_000 : 60_000)
    utimesSync(this.path('node_modules/.package-lock.json'), new Date(atMs), new Date(atMs))
  }

  /** The package that npm brings for this system, with the Node that runs this test in it. */
  installNode(): void {
    const name = `node_modules/node-${process.platform}-${process.arch}`
    this.write(`${name}/package.json`, '{}')
    this.linkNode(`${name}/bin`)
  }

  linkNode(folder: string): void {
    mkdirSync(this.path(folder), { recursive: true })
    symlinkSync(process.execPath, this.path(`${folder}/node`))
  }

  /** Starts the launcher under a Node that looks like version 18. */
  start(args: string[], { path = SYSTEM_PATH, cwd = this.dir } = {}): ChildProcess & { result: Promise<Launched> } {
    const child = spawn(process.execPath, ['--require', FAKE_OLD_NODE, this.path('electron/launcher.cjs'), ...args], {
      cwd,
      env: { PATH: path },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    return Object.assign(child, { result: resultOf(child) })
  }

  run(args: string[], options: { path?: string; cwd?: string } = {}): Promise<Launched> {
    return this.start(args, options).result
  }
}

export async function resultOf(child: ChildProcess): Promise<Launched> {
  const output = [child.stdout, child.stderr].map((stream) => (stream === null ? '' : text(stream)))
  const ended = new Promise<Pick<Launched, 'code' | 'signal'>>((resolve) =>
    child.on('exit', (code, signal) => resolve({ code, signal })),
  )
  const [stdout = '', stderr = ''] = await Promise.all(output)
  return { ...(await ended), stdout, stderr }
}
