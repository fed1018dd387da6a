/**
 * Fetches Electron's program, once, by the installer of its own package. Only for a person at a terminal
 * (windowChoice.ts), and never without saying so; whatever goes wrong, a browser shows the window.
 */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { findElectron } from './findElectron.ts'

/** Resolves with whether it is there now. */
export async function fetchElectron(say: (text: string) => void): Promise<boolean> {
  const installer = installerPath()
  if (installer === null) return false
  say('fetching the desktop program (Electron, about 120 MB) from github.com, once; --browser does without …')
  const child = spawn(process.execPath, [installer], { stdio: ['ignore', 'ignore', 'pipe'] })
  let problem = ''
  child.stderr.setEncoding('utf8').on('data', (text) => (problem += text))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const isThere = 'path' in findElectron()
  if (!isThere) {
    const [firstLine = ''] = problem.trim().split('\n')
    say(`it could not be fetched (${firstLine || `exit code ${code}`}): a browser shows the window instead`)
  }
  return isThere
}

function installerPath(): string | null {
  try {
    return createRequire(import.meta.url).resolve('electron/install.js')
  } catch {
    return null // not installed, or packaged
  }
}
