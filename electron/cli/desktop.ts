/** Starts the desktop: Electron with this project's shell, or why that cannot be. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { AppError } from '../../shared/errors.ts'
import type { GeneralChoices } from '../base/hostDefaults.ts'
import { choicesVariable, formatOpenRequest, type OpenRequest } from '../base/openRequest.ts'
import { APP_DIR, buildShell } from './buildShell.ts'
import { EXIT } from './exitCodes.ts'
import { findElectron } from './findElectron.ts'

type DesktopRequest = OpenRequest & { choices: GeneralChoices }

/**
 * Resolves with the exit code when the desktop has ended; at once when one was running already, which
 * then opens what was asked for. Rejects with `unavailable` when there is no Electron on this machine.
 */
export async function startDesktop(request: DesktopRequest, stop: AbortSignal): Promise<number> {
  const electron = findElectron()
  if ('missing' in electron) throw new AppError('unavailable', electron.missing)
  await buildShell()
  return runDesktop({ electronPath: electron.path, appDir: APP_DIR, request }, stop)
}

type Run = { electronPath: string; appDir: string; request: DesktopRequest }

/** `stop` ends it in good order: it asks no question then. */
export async function runDesktop({ electronPath, appDir, request }: Run, stop: AbortSignal): Promise<number> {
  if (stop.aborted) return EXIT.ok // while it was being built
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env // it would make a plain Node of it
  const child = spawn(electronPath, [appDir, ...formatOpenRequest(request)], {
    stdio: 'inherit',
    env: { ...env, ...choicesVariable(request.choices) },
  })
  const end = () => child.kill('SIGTERM')
  stop.addEventListener('abort', end)
  try {
    const [exitCode] = (await once(child, 'exit')) as [number | null] // rejects when it cannot be started
    return exitCode ?? EXIT.internal
  } catch (error) {
    throw new AppError('unavailable', `Electron could not be started: ${(error as Error).message}`, { cause: error })
  } finally {
    stop.removeEventListener('abort', end)
  }
}
