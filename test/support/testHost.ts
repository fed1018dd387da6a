/** Starts a real host in a process of its own and ends it with the test, or with the suite that shares it. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { HostChoices } from '../../electron/host/host.ts'
import type { Endpoint } from '../../shared/contract/hostFiles.ts'
import type { Fault } from '../fixtures/threads/faulty.ts'
import { hostChoices, TEST_KEY } from './hostChoices.ts'
import { atEnd } from './lifetime.ts'
import { temporaryDir } from './temporaryDir.ts'

export { TEST_KEY }

export type TestHostOptions = {
  project?: string // a folder
  workspaceDir?: string // a new one otherwise
  choices?: Partial<HostChoices>
  hasFaults?: boolean // `fault` works
}
export type TestHost = Endpoint & {
  workspaceDir: string
  /** Everything the host has printed. */
  output(): string
  fault(thread: string, fault: Fault): void
  /** In good order; resolves when the process has ended. */
  stop(): Promise<void>
  /** SIGKILL; resolves when the process has ended. */
  kill(): Promise<void>
}
type Message = { kind: 'ready'; endpoint: Endpoint } | { kind: 'failed'; error: { code: string; message: string } }

/** Rejects with `{code, message}` when the host refuses to start. */
export async function startTestHost({
  project,
  workspaceDir = temporaryDir(),
  choices,
  hasFaults = false,
}: TestHostOptions): Promise<TestHost> {
  const all = hostChoices(workspaceDir, { projectDir: project ?? null, ...choices })
  const options = { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] as ['ignore', 'pipe', 'pipe', 'ipc'] }
  const script = new URL('./hostProcess.ts', import.meta.url)
  const child = fork(script, [JSON.stringify({ choices: all, hasFaults })], options)
  atEnd(() => ended(child, 'SIGKILL'))

  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text))
  const message = await Promise.race([
    once(child, 'message').then(([message]) => message as Message),
    once(child, 'exit').then(() => ({ kind: 'failed' as const, error: { code: 'exited', message: output } })),
  ])
  if (message.kind === 'failed') throw Object.assign(new Error(message.error.message), { code: message.error.code })
  return {
    ...message.endpoint,
    workspaceDir,
    output: () => output,
    fault: (thread, fault) => void child.send({ thread, fault }),
    stop: () => ended(child, 'SIGTERM'),
    kill: () => ended(child, 'SIGKILL'),
  }
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}
