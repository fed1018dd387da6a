/** How the command line starts Electron, with a program in its place that tells what it was given. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { HOST_DEFAULTS } from '../../../electron/base/hostDefaults.ts'
import { parseOpenRequest, takeChoices } from '../../../electron/base/openRequest.ts'
import { runDesktop } from '../../../electron/cli/desktop.ts'
import { makeExecutable } from '../../support/projectFolder.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'
import { until } from '../../support/until.ts'

const REQUEST = { project: { sample: true as const }, workspaceDir: '/data/shop' }
const CHOICES = { ...HOST_DEFAULTS, addAccessKeys: [{ id: 'key', secret: 'secret', accountName: 'default' }] }

/** Tells its arguments and environment in a file, then does as `then` says. */
function standIn(then: string) {
  const dir = temporaryDir()
  const [electronPath, toldPath] = [join(dir, 'electron'), join(dir, 'told.json')]
  const tell = `require('fs').writeFileSync('${toldPath}', JSON.stringify({ args: process.argv.slice(2), env: process.env }))`
  writeFileSync(
    electronPath,
    `#!${process.execPath}\n${then.includes('SIGTERM') ? `${then}\n${tell}` : `${tell}\n${then}`}\n`,
  )
  makeExecutable(electronPath)
  const told = () => JSON.parse(readFileSync(toldPath, 'utf8')) as { args: string[]; env: NodeJS.ProcessEnv }
  return { run: { electronPath, appDir: '/app', request: { ...REQUEST, choices: CHOICES } }, told }
}

describe('starting the desktop', () => {
  it('passes on what to open, and secrets only in the environment; ends as Electron does', async () => {
    vi.stubEnv('ELECTRON_RUN_AS_NODE', '1')
    onTestFinished(() => void vi.unstubAllEnvs())
    const { run, told } = standIn('process.exit(3)')
    expect(await runDesktop(run, new AbortController().signal)).toBe(3)
    const { args, env } = told()
    expect(args[0]).toBe('/app')
    expect(parseOpenRequest(args, '/')).toEqual(REQUEST)
    expect(args.join(' ')).not.toContain('secret')
    expect(takeChoices(env)).toEqual(CHOICES)
    expect(env.ELECTRON_RUN_AS_NODE).toBeUndefined()
  })

  it('ends it in good order when the command line is to stop', async () => {
    const { run, told } = standIn("process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000)")
    const stop = new AbortController()
    const ended = runDesktop(run, stop.signal)
    await until(() => hasTold(told), { what: 'the start' })
    stop.abort()
    expect(await ended).toBe(0)
  })

  it('does not begin when the command line was to stop before', async () => {
    const { run, told } = standIn('process.exit(3)')
    expect(await runDesktop(run, AbortSignal.abort())).toBe(0)
    expect(hasTold(told)).toBe(false)
  })

  it('says when it cannot be started', async () => {
    const run = { ...standIn('').run, electronPath: '/none/electron' }
    await expect(runDesktop(run, new AbortController().signal)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('ENOENT'),
    })
  })
})

function hasTold(told: () => unknown): boolean {
  try {
    return told() !== null
  } catch {
    return false // not yet, or not whole
  }
}
