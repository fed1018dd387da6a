/**
 * The process tree of one instance: starts it, carries frames and output, ends all of it. Knows
 * nothing of attempts.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { startKeeper } from './keeper.ts'
import type { Launch } from './launch.ts'
import { LineSplitter } from './lineSplitter.ts'
import { LINGER_FD, LingeringShell } from './lingeringShell.ts'
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
  /** Once, after all output was given out: nothing of the function runs any more. */
  programEnded(exit: Exit): void
  /** Once, after that: every process has ended. */
  gone(): void
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
  readonly #lingering: LingeringShell | null
  #isProgramOver = false
  #isPaused = false
  #readCount = 0
  #afterResume: (() => void) | null = null
  #keeper: ChildProcess | null = null
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
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', ...(launch.lingers ? (['pipe'] as const) : [])],
      detached: true, // Ctrl-C in the terminal of the host must not look like a crash of a function
      windowsHide: true,
    })
    const { stdout, stderr, stdio } = this.#child
    const channel = (stdio ?? [])[CHANNEL_FD] // there are none when file descriptors have run out
    this.#channel = channel instanceof Socket ? channel : null
    this.#pipes = [stdout, stderr].filter((pipe) => pipe instanceof Socket)
    const shell = (stdio ?? [])[LINGER_FD]
    this.#lingering =
      shell instanceof Socket
        ? new LingeringShell(shell, (code) => this.#whenDrained(() => this.#programEnded(code)))
        : null
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
    const keeperPid = this.#keeper?.pid
    return keeperPid === undefined ? this.#inside : identify(keeperPid)
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
    this.#isPaused = true
    for (const pipe of this.#pipes) pipe.pause()
  }

  resumeOutput(): void {
    this.#isPaused = false
    for (const pipe of this.#pipes) pipe.resume()
    this.#afterResume?.()
  }

  /**
   * While it tells that its program has ended: keeps what can be looked at until `release`. False: there is
   * nothing left of it.
   */
  hold(): boolean {
    if (!this.#launch.hasNamespaces) this.#keeper = startKeeper(this.#launch)
    return this.#hasEnded ? this.#keeper !== null : this.#lingering !== null
  }

  /** Ends what was held; `gone` follows. */
  release(): void {
    if (this.#keeper !== null) return void this.#keeper.kill('SIGKILL')
    this.#lingering?.release()
    this.#soon(() => this.kill())
  }

  /**
   * Asks for the end of every process; `ended` follows. When the program ends, so does the shell that
   * waits for it and with it the namespaces. May be called again, then it spares nobody.
   */
  kill(): void {
    if (this.#exit !== null || this.#child.pid === undefined) return
    if (!this.#launch.hasNamespaces) return this.#killGroup(this.#child.pid)
    if (this.#program !== null && !this.#isKilled && !this.#isProgramOver) {
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
    stdout?.on('data', (bytes: Buffer) => this.#onOutput('stdout', bytes))
    stderr?.on('data', (bytes: Buffer) => this.#onOutput('stderr', bytes))
    const splitter = new LineSplitter((line) => this.#events.line(line))
    this.#channel?.setEncoding('utf8').on('data', (chunk: string) => {
      this.#readCount++
      splitter.push(chunk)
    })
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
    if (!this.#isProgramOver) {
      this.#isProgramOver = true
      this.#events.programEnded(exit)
    }
    if (this.#keeper === null) return this.#events.gone()
    this.#keeper.once('exit', () => {
      this.#killStrays() // terminals
      this.#events.gone()
    })
  }

  #onOutput(stream: 'stdout' | 'stderr', bytes: Buffer): void {
    this.#readCount++
    this.#events.output(stream, bytes)
  }

  #programEnded(code: number): void {
    if (this.#isProgramOver) return
    this.#isProgramOver = true
    this.#events.programEnded({ code, signal: null, error: null })
  }

  /** All that was written lies in the pipes by now, whose other ends stay open: a whole turn of the event
   *  loop that brings nothing says that they are empty. */
  #whenDrained(run: () => void): void {
    const readCount = this.#readCount
    this.#afterResume = this.#isPaused ? () => this.#whenDrained(run) : null
    if (this.#isPaused) return
    setImmediate(() =>
      setImmediate(() => (this.#isPaused || this.#readCount !== readCount ? this.#whenDrained(run) : run())),
    )
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
