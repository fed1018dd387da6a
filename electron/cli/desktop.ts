/** Starts the desktop: Electron with this project's shell, or why that cannot be. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { AppError } from '../../shared/errors.ts'
import { type GeneralChoices, HOST_DEFAULTS } from '../base/hostDefaults.ts'
import { choicesVariable, formatOpenRequest, type OpenRequest } from '../base/openRequest.ts'
import { APP_DIR, buildShell } from './buildShell.ts'
import { EXIT } from './exitCodes.ts'
import { findElectron } from './findElectron.ts'

/**
 * Resolves with the exit code when the desktop has ended; at once when one was running already, which
 * then opens what was asked for. Rejects with `unavailable` when there is no Electron on this machine.
 */
export async function startDesktop(
  request: OpenRequest & { choices?: GeneralChoices },
  stop: AbortSignal,
): Promise<number> {
  const electron = findElectron()
  if ('missing' in electron) throw new AppError('unavailable', electron.missing)
  await buildShell()
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env // it would make a plain Node of it
  const child = spawn(electron.path, [APP_DIR, ...formatOpenRequest(request)], {
    stdio: 'inherit',
    env: { ...env, ...choicesVariable(request.choices ?? HOST_DEFAULTS) },
  })
  const end = () => child.kill('SIGTERM')
  stop.addEventListener('abort', end)
  try {
    const [exitCode] = (await once(child, 'exit')) as [number | null]
    return exitCode ?? EXIT.internal
  } finally {
    stop.removeEventListener('abort', end)
  }
}
