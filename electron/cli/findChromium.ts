/** A Chromium on this machine, by the names and places that are usual; the first that is there. */
import { accessSync, constants, existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

export type Machine = {
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  home: string
  isThere(path: string): boolean
}

const ON_PATH = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'brave-browser',
]
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser']
const WINDOWS_PROGRAMS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
]

export function findChromium(machine: Machine = thisMachine()): string | null {
  return places(machine).find(machine.isThere) ?? null
}

function places({ platform, env, home }: Machine): string[] {
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((dir) => dir !== undefined)
    return WINDOWS_PROGRAMS.flatMap((path) => folders.map((dir) => join(dir, ...path)))
  }
  if (platform === 'darwin') {
    const folders = ['/Applications', join(home, 'Applications')]
    return MAC_APPS.flatMap((name) => folders.map((dir) => join(dir, `${name}.app`, 'Contents', 'MacOS', name)))
  }
  const dirs = (env.PATH ?? '').split(delimiter).filter(Boolean)
  return ON_PATH.flatMap((name) => dirs.map((dir) => join(dir, name)))
}

export function thisMachine(): Machine {
  return { platform: process.platform, env: process.env, home: homedir(), isThere: isProgram }
}

function isProgram(path: string): boolean {
  if (!existsSync(path)) return false
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
