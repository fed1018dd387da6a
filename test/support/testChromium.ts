/**
 * The Chromium that `npm test` drives the window with: one of this machine, else Playwright's own, else one
 * that is installed now, which is said before.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { findChromium } from '../../electron/cli/findChromium.ts'

export type Installing = { commands: string[][]; sentence: string }
export type System = { osRelease: string; isRoot: boolean; hasSudo: boolean }

const PLAYWRIGHT = 'node_modules/@playwright/test/cli.js'

/** Resolves with its path, or null for Playwright's own; undefined when there is none and none can be had. */
export async function testChromium(say: (text: string) => void): Promise<string | null | undefined> {
  const found = await look()
  if (found !== undefined) return found
  for (const { commands, sentence } of waysToInstall(thisSystem())) {
    say(sentence)
    if (commands.every(run)) return look()
  }
  return undefined
}

async function look(): Promise<string | null | undefined> {
  const named = process.env.TASKYARD_CHROMIUM ?? findChromium()
  if (named !== null) return named
  const { chromium } = await import('playwright')
  return existsSync(chromium.executablePath()) ? null : undefined
}

/** In the order in which they are tried. Ubuntu's package is a snap, which containers cannot run. */
export function waysToInstall({ osRelease, isRoot, hasSudo }: System): Installing[] {
  const playwright = {
    commands: [[process.execPath, PLAYWRIGHT, 'install', 'chromium']],
    sentence: 'There is no Chromium here: Playwright fetches its own (about 170 MB) …',
  }
  if (!/^ID=debian$/m.test(osRelease) || !(isRoot || hasSudo)) return [playwright]
  const sudo = isRoot ? [] : ['sudo', '-n']
  const debian = {
    commands: [
      [...sudo, 'apt-get', 'update'],
      [...sudo, 'apt-get', 'install', '--yes', '--no-install-recommends', 'chromium'],
    ],
    sentence: "There is no Chromium here: installing Debian's by apt-get …",
  }
  return [debian, playwright]
}

function thisSystem(): System {
  const osRelease = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  const isRoot = process.getuid?.() === 0
  return { osRelease, isRoot, hasSudo: !isRoot && run(['sudo', '-n', 'true']) }
}

function run([program = '', ...args]: string[]): boolean {
  const { status } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  return status === 0
}
