/**
 * The process tree of one instance: starts it, carries frames and output, ends all of it. Knows
 * nothing of attempts.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { Socket } from 'node:net'
import type { Launch } from './launch.ts'
import { LineSplitter } from './lineSplitter.ts'
import { processesWith, processTree, startTicks } from './processTree.ts'

/** How long a process that has ended may keep its pipes open: only one without namespaces can, by a
 *  child that left its process group. */
const PIPE_PATIENCE_MS = 500
const CHANNEL_FD = 3
const MAX_STRAY_ROUNDS = 20

export type Exit = { code: number | null; signal: NodeJS.Signals | null; error: string | null }
export type ProcessEvents = {
  line(line: string): void
  output(stream: 'stdout' | 'stderr', bytes: Buffer): void
  /** Once, after all output was given out and every process has ended. */
  ended(exit: Exit): void
}

export type Identity = { pid: number; pidStartedAtTicks: number | null }

export class InstanceProcess {
  readonly #launch: Launch
  readonly #mark: string
  readonly #events: ProcessEvents
  readonly #child: ChildProcess
  readonly #channel: Socket | null
  readonly #pipes: Socket[]
  #outbox = ''
  #hasEnded = false
  #patience: NodeJS.Timeout | null = null
  #exit: Exit | null = null
  #root: Identity | null = null
  #inside: Identity | null = null
  #program: Identity | null = null
  #isKilled = false

  constructor(launch: Launch, events: ProcessEvents) {
    this.#launch = launch
    this.#mark = `FC_INSTANCE_ID=${launch.environment.FC_INSTANCE_ID}`
    this.#events = events
    this.#child = spawn(launch.file, launch.args, {
      cwd: launch.workingDir,
      env: launch.environment,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      detached: true, // Ctrl-C in the terminal of the host must not look like a crash of a function
      windowsHide: true,
    })
    const { stdout, stderr, stdio } = this.#child
    const channel = (stdio ?? [])[CHANNEL_FD] // there are none when file descriptors have run out
    this.#channel = channel instanceof Socket ? channel : null
    this.#pipes = [stdout, stderr].filter((pipe) => pipe instanceof Socket)
    this.#listen()
  }

  /** What /proc knows it by; a pid alone may be given to another process later. */
  get identity(): { pid: number | null; pidStartedAtTicks: number | null } {
    if (this.#root !== null) return this.#root
    const { pid } = this.#child
    return pid === undefined ? { pid: null, pidStartedAtTicks: null } : identify(pid)
  }

  /** The first process inside all of its namespaces, which lives as long as they do. Null while it starts. */
  get inside(): Identity | null {
    return this.#inside
  }

  /** Frames of one turn share a write. */
  send(text: string): void {
    if (this.#outbox === '') queueMicrotask(() => this.#flush())
    this.#outbox += text
  }

  /**
   * Once it has said hello: the first process of the namespaces, whose end ends all of them, and the
   * program that it waits for.
   */
  findRoot(): void {
    const outer = this.#child.pid
    if (outer === undefined) return
    const { hasNamespaces, insideDepth, programDepth } = this.#launch
    const tree = hasNamespaces ? processTree(outer, false) : [outer]
    const at = (depth: number) => identify(tree[depth] ?? tree.at(-1) ?? outer)
    this.#root = at(1)
    this.#inside = at(insideDepth)
    this.#program = at(programDepth)
  }

  pauseOutput(): void {
    for (const pipe of this.#pipes) pipe.pause()
  }

  resumeOutput(): void {
    for (const pipe of this.#pipes) pipe.resume()
  }

  /**
   * Asks for the end of every process; `ended` follows. When the program ends, so does the shell that
   * waits for it and with it the namespaces. May be called again, then it spares nobody.
   */
  kill(): void {
    if (this.#exit !== null || this.#child.pid === undefined) return
    if (!this.#launch.hasNamespaces) return this.#killGroup(this.#child.pid)
    if (this.#program !== null && !this.#isKilled) {
      this.#isKilled = true
      killExactly(this.#program)
      return
    }
    for (const pid of processTree(this.#child.pid, false).reverse()) kill(pid)
  }

  #killGroup(leader: number): void {
    if (process.platform === 'win32') this.#child.kill('SIGKILL')
    else kill(-leader)
    this.#killStrays()
  }

  /** Those that left the group. They may fork while we look: until there are none, within reason. */
  #killStrays(): void {
    for (let round = 0; round < MAX_STRAY_ROUNDS; round++) {
      const strays = processesWith(this.#mark)
      if (strays.length === 0) return
      for (const pid of strays) kill(pid)
    }
  }

  #listen(): void {
    const { stdout, stderr } = this.#child
    stdout?.on('data', (bytes: Buffer) => this.#events.output('stdout', bytes))
    stderr?.on('data', (bytes: Buffer) => this.#events.output('stderr', bytes))
    const splitter = new LineSplitter((line) => this.#events.line(line))
    this.#channel?.setEncoding('utf8').on('data', (chunk: string) => splitter.push(chunk))
    // A process that closed its channel and lives on cannot serve any more.
    this.#channel?.on('end', () => {
      if (this.#exit === null) this.#soon(() => this.kill())
    })
    for (const pipe of [...this.#pipes, this.#channel]) pipe?.on('error', () => {}) // its end is told by `exit`
    this.#child.on('error', (error) => {
      if (this.#child.pid === undefined) this.#settle({ code: null, signal: null, error: error.message })
    })
    this.#child.once('exit', (code, signal) => {
      this.#exit = { code, signal, error: null }
      if (!this.#launch.hasNamespaces) this.#killStrays()
      this.#soon(() => this.#settle(this.#exit))
    })
    this.#child.once('close', () => this.#settle(this.#exit))
  }

  #soon(run: () => void): void {
    if (this.#patience !== null) clearTimeout(this.#patience)
    if (!this.#hasEnded) this.#patience = setTimeout(run, PIPE_PATIENCE_MS)
  }

  #settle(exit: Exit | null): void {
    if (this.#hasEnded || exit === null) return
    this.#hasEnded = true
    if (this.#patience !== null) clearTimeout(this.#patience)
    for (const pipe of [...this.#pipes, this.#channel]) pipe?.destroy()
    this.#events.ended(exit)
  }

  #flush(): void {
    const text = this.#outbox
    this.#outbox = ''
    if (this.#channel?.writable) this.#channel.write(text)
  }
}

const identify = (pid: number): Identity => ({ pid, pidStartedAtTicks: startTicks(pid) })

/** Never a later process that was given the same pid. */
function killExactly({ pid, pidStartedAtTicks }: Identity): void {
  if (pidStartedAtTicks !== null && startTicks(pid) === pidStartedAtTicks) kill(pid)
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // gone already
  }
}
