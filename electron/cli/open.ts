/** `taskyard open [dir]`: opens the window on a project, and keeps the host running behind it. */
import { Command } from 'commander'
import type { OpenChoice } from '../../shared/contract/host.contract.ts'
import type { Endpoint } from '../../shared/contract/hostFiles.ts'
import { AppError } from '../../shared/errors.ts'
import { SAMPLE_DIR } from '../base/sampleDir.ts'
import { readEndpoint } from '../host/endpointFile.ts'
import { Workbench } from '../host/workbench.ts'
import { welcomeDir } from '../host/workspaceDir.ts'
import { buildWindow } from './buildWindow.ts'
import { clientOf, startingEndpoint } from './consoleClient.ts'
import { startDesktop } from './desktop.ts'
import { EXIT } from './exitCodes.ts'
import { fetchElectron } from './fetchElectron.ts'
import { findChromium } from './findChromium.ts'
import { findElectron } from './findElectron.ts'
import { greeting } from './greeting.ts'
import { addHostOptions, type HostCommandOptions, hostChoices } from './hostChoices.ts'
import { chooseProjectDir, chooseWorkspaceDir } from './projectChoice.ts'
import { served } from './serve.ts'
import { pageUrl, type ShownWindow, showWindow } from './showWindow.ts'
import { stopSignal } from './stopSignals.ts'
import { chooseWindow, mayFetchElectron, type WindowChoice, type WindowFacts } from './windowChoice.ts'

type OpenOptions = HostCommandOptions & { welcome?: boolean; browser?: boolean; window: boolean }
type Opening = { projectDir: string | null; options: OpenOptions; window: WindowChoice }

const HELP = `
The window is Electron's where its program is installed, else a Chromium without its bars, else your
browser; without a display the address is printed.

Closing the window does not end what runs. The desktop app asks once before it quits while tasks are
running; in the browser the host goes on until Ctrl-C, and "taskyard open" shows its window again. What was
accepted is kept either way, and what is interrupted runs again the next time.`

export function openCommand(finish: (exitCode: number) => void): Command {
  const command = new Command('open')
    .description('Open the window on a project and run its tasks until the window or Ctrl-C ends it.')
    .argument('[dir]', 'the project (default: this folder if it has an s.yaml, else the bundled sample)')
    .option('--welcome', 'open no project: choose one in the window')
    .option('--browser', 'do not use Electron')
    .option('--no-window', 'open no window, only print its address')
    .addHelpText('after', HELP)
  return addHostOptions(command).action(async (dir: string | undefined, options: OpenOptions) =>
    finish(await open(dir, options)),
  )
}

async function open(dir: string | undefined, options: OpenOptions): Promise<number> {
  const projectDir = options.welcome ? null : chooseProjectDir(dir)
  if (projectDir === null && dir !== undefined) {
    throw new AppError('invalid_input', 'name a project, or --welcome, not both')
  }
  const stop = stopSignal()
  await buildWindow(say)
  const running = await runningHost(projectDir, options)
  const window = await chosenWindow(options, { isBrowserHost: running?.kind === 'browser' })
  const opening = { projectDir, options, window }
  if (window.kind === 'electron') return startDesktop(desktopRequest(opening), stop) // also of one that runs
  return running === null ? runHost(opening, stop) : showRunning(opening, running.endpoint)
}

async function chosenWindow(
  options: OpenOptions,
  { isBrowserHost }: { isBrowserHost: boolean },
): Promise<WindowChoice> {
  const facts: WindowFacts = {
    platform: process.platform,
    env: process.env,
    hasElectron: 'path' in findElectron(),
    chromium: findChromium(),
    wantsNoWindow: !options.window,
    wantsBrowser: options.browser === true || isBrowserHost,
  }
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY
  if (mayFetchElectron({ ...facts, isTerminal })) facts.hasElectron = await fetchElectron(say)
  return chooseWindow(facts)
}

function desktopRequest({ projectDir, options }: Opening) {
  const project =
    projectDir === SAMPLE_DIR ? { sample: true as const } : projectDir === null ? null : { dir: projectDir }
  const { workspaceDir, projectDir: _, ...choices } = hostChoices(options, projectDir)
  return { project, workspaceDir: options.workspace === undefined ? null : workspaceDir, choices }
}

/** One host serves a workspace: a second "open" is another window of it. */
async function runningHost(projectDir: string | null, options: OpenOptions) {
  const endpoint = projectDir === null ? null : readEndpoint(chooseWorkspaceDir(options.workspace, projectDir))
  if (endpoint === null) return null
  try {
    const { kind } = await clientOf(endpoint)['host.info']({})
    return { endpoint, kind }
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable') return null // it has just ended
    throw error
  }
}

async function showRunning({ projectDir, options, window }: Opening, endpoint: Endpoint): Promise<number> {
  const workspaceDir = chooseWorkspaceDir(options.workspace, projectDir ?? '.')
  process.stdout.write(
    `Taskyard runs already for ${projectDir} (process ${endpoint.pid}). Its window: ${pageUrl(endpoint)}\n`,
  )
  await showWindow(window, { endpoint, profileParent: workspaceDir, say, isDetached: true }).settled
  return EXIT.ok
}

async function runHost({ projectDir, options, window }: Opening, stop: AbortSignal): Promise<number> {
  const { workspaceDir, projectDir: _, ...choices } = hostChoices(options, projectDir)
  const workbench = new Workbench({
    kind: 'browser',
    choices,
    stderr: process.stderr.isTTY ? 'text' : 'json',
    pickFolder: null,
    workspaceDir,
  })
  let shown: ShownWindow | null = null
  try {
    await workbench.start(choiceOf(projectDir))
    const { endpoint, projectError } = workbench
    const other = await otherHost(workspaceDir, projectError)
    if (other !== null) {
      await workbench.stop()
      return await showRunning({ projectDir, options, window }, other)
    }
    if (endpoint === null) throw new AppError('internal', 'the host has not started')
    if (projectError !== null) say(`${projectError.message} (${projectError.code}): the window shows Welcome instead`)
    if (!stop.aborted) {
      process.stdout.write(await greeting(clientOf(endpoint), pageUrl(endpoint)))
      sayAddress(window, new URL(endpoint.url).port)
      const profileParent = projectDir === null ? welcomeDir(1) : workspaceDir
      shown = showWindow(window, { endpoint, profileParent, say, isDetached: false })
    }
    return await served(workbench, stop)
  } finally {
    shown?.close()
    await workbench.stop()
  }
}

/** One that was started at the same moment and was the first to have the workspace. */
async function otherHost(workspaceDir: string, projectError: AppError | null): Promise<Endpoint | null> {
  if (projectError?.code !== 'workspace_in_use') return null
  return startingEndpoint(workspaceDir, projectError).catch(() => null)
}

function choiceOf(projectDir: string | null): OpenChoice {
  return projectDir === null ? { none: true } : { dir: projectDir }
}

function sayAddress(window: WindowChoice, port: string): void {
  if (window.kind !== 'address') return
  const why = window.reason === 'noDisplay' ? 'There is no display here. ' : ''
  process.stdout.write(
    `${why}Open the window's address in a browser of this machine; from another one, forward its port first:\n  ssh -L ${port}:127.0.0.1:${port} <this machine>\n`,
  )
}

function say(text: string): void {
  process.stderr.write(`taskyard: ${text}\n`)
}
