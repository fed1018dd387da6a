/** Opens the page of the browser host in a program of this machine (windowChoice.ts says which). */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Endpoint } from '../../shared/contract/hostFiles.ts'
import { SECOND_MS } from '../../shared/units/time.ts'
import { systemClock } from '../base/clock.ts'
import { makeTicket } from '../base/pageTickets.ts'
import { chromiumArguments, type WindowChoice } from './windowChoice.ts'

export type Showing = {
  endpoint: Pick<Endpoint, 'url' | 'token'>
  /** Its browser profile lies in there. */
  profileParent: string
  say(text: string): void
  /** It goes on when this process ends. */
  isDetached: boolean
}

/** A program that has ended so soon has shown nothing, or has handed the address to one that runs. */
const SETTLED_MS = 3 * SECOND_MS
const PROFILE_NAME = 'window'

/** To be printed, for any browser on this machine: 127.0.0.1 resolves everywhere. */
export const pageUrl = ({ url, token }: Showing['endpoint']) => `${url}/?token=${token}`

/** For the default browser: what a program is started with, other users can read (electron/base/pageTickets.ts). */
export const browserUrl = ({ url, token }: Showing['endpoint']) => `${url}/?${ticketQuery(token)}`

/**
 * For a Chromium, which resolves *.localhost by itself: under a name of its own the page's cookie reaches
 * no other server of this machine.
 */
export function ownNameUrl({ url, token }: Showing['endpoint'], name = randomBytes(4).toString('hex')): string {
  return `http://ty-${name}.localhost:${new URL(url).port}/?${ticketQuery(token)}`
}

export type ShownWindow = {
  /** Resolves once it is there, or it has been said why not. */
  settled: Promise<void>
  /** Closes it again, where it is ours to close. */
  close(): void
}

export function showWindow(window: WindowChoice, showing: Showing): ShownWindow {
  if (window.kind === 'chromium') return showChromium(window.path, showing)
  if (window.kind !== 'browser') return NOTHING
  const [program, ...args] = window.command
  const child = start(program, { args: [...args, browserUrl(showing.endpoint)], isDetached: true })
  return { ...NOTHING, settled: complain(child, showing, 'no browser could be started') } // a tab is the browser's
}

function showChromium(path: string, showing: Showing): ShownWindow {
  const { endpoint, profileParent, say, isDetached } = showing
  const profileDir = join(profileParent, PROFILE_NAME)
  mkdirSync(profileDir, { recursive: true, mode: 0o700 })
  const isRoot = process.getuid?.() === 0
  const args = chromiumArguments({ url: ownNameUrl(endpoint), profileDir, isRoot })
  const child = start(path, { args, isDetached })
  const settled = complain(child, showing, `${path} could not show the window`).then(() => {
    if (child.exitCode !== null || isDetached) return // failed, or another Chromium shows it
    child.on('exit', () =>
      say('the window is closed; Taskyard goes on. "taskyard open" shows it again, Ctrl-C ends it'),
    )
  })
  return {
    settled,
    close() {
      if (isDetached) return
      child.removeAllListeners('exit')
      child.kill('SIGTERM')
    },
  }
}

const ticketQuery = (token: string) => `ticket=${makeTicket(token, systemClock.nowMs())}`

const NOTHING: ShownWindow = { settled: Promise.resolve(), close: () => {} }

async function complain(child: ChildProcess, { say }: Showing, problem: string): Promise<void> {
  if (!(await isFine(child))) say(`${problem}: open the address above in a browser`)
}

function start(program: string, { args, isDetached }: { args: string[]; isDetached: boolean }): ChildProcess {
  const child = spawn(program, args, { stdio: 'ignore', detached: isDetached })
  if (isDetached) child.unref()
  return child
}

/** False when it could not be started or has failed at once. */
function isFine(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    const settled = setTimeout(() => resolve(true), SETTLED_MS)
    const end = (answer: boolean) => {
      clearTimeout(settled)
      resolve(answer)
    }
    child.on('error', () => end(false))
    child.on('exit', (code) => end(code === 0))
  })
}
