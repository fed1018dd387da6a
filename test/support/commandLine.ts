/** Runs the real command line in a process of its own, with a data folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { atEnd } from './lifetime.ts'
import { temporaryDir } from './temporaryDir.ts'
import { until } from './until.ts'

const CLI = fileURLToPath(new URL('../../electron/cli.ts', import.meta.url))

export type Outcome = { code: number | null; stdout: string; stderr: string }
export type Running = {
  child: ChildProcess
  stdout(): string
  stderr(): string
  outcome: Promise<Outcome>
  /** Resolves once it has printed `text`; rejects with what it printed when it ends before. */
  printed(text: string): Promise<void>
}

export class CommandLine {
  readonly dataDir = temporaryDir()
  readonly configDir = temporaryDir()
  /** Over that of this process. */
  readonly env: NodeJS.ProcessEnv = {}
  readonly currentDir: string

  constructor(currentDir = temporaryDir()) {
    this.currentDir = currentDir
  }

  start(args: string[], input = ''): Running {
    const env = { ...process.env, XDG_DATA_HOME: this.dataDir, TASKYARD_CONFIG_DIR: this.configDir, ...this.env }
    const child = spawn(process.execPath, [CLI, ...args], { cwd: this.currentDir, env })
    atEnd(() => void child.kill('SIGKILL'))
    let [stdout, stderr, hasEnded] = ['', '', false]
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text))
    child.stdin.end(input)
    const outcome = new Promise<Outcome>((resolve) =>
      child.on('close', (code) => {
        hasEnded = true
        resolve({ code, stdout, stderr })
      }),
    )
    return {
      child,
      outcome,
      stdout: () => stdout,
      stderr: () => stderr,
      printed: async (text) => {
        const seen = () => `${stdout}${stderr}`.includes(text)
        await until(() => hasEnded || seen(), { what: `the output "${text}"` })
        if (!seen()) throw new Error(`it ended without printing "${text}":\n${stdout}\n${stderr}`)
      },
    }
  }

  run(args: string[], input = ''): Promise<Outcome> {
    return this.start(args, input).outcome
  }

  /** `taskyard serve`, once it serves. */
  async serve(args: string[] = []): Promise<Running> {
    const host = this.start(['serve', '--port', '0', ...args])
    await host.printed('Ready.')
    return host
  }
}
