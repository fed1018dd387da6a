/**
 * Terminals whose gateway or whole host dies: they end, and nothing of them stays (issue: no orphan after kills with
 * terminals open). `KILLS` sets how many kills (test:soak); 10 by default.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasIsolation } from '../support/hasIsolation.ts'
import { processesNamed } from '../support/instanceProcesses.ts'
import { livingProcesses } from '../support/livingProcesses.ts'
import { startShopWithShells } from '../support/shopWithShells.ts'
import { until } from '../support/until.ts'

const KILL_COUNT = Number(process.env.KILLS ?? 10)
const BLOCK_MS = 60_000
const isHere = process.platform === 'linux' && (hasIsolation('bwrap') || hasIsolation('unshare'))

/** A sleep that is found by its own argument. */
const marker = () => `${1_000 + Math.floor(Math.random() * 1e9)}.5`
const sleeps = (seconds: string) => processesNamed(`sleep\0${seconds}`)

describe.runIf(isHere).each(['throw', 'exit', 'block'] as const)('a gateway with terminals that ends by %s', (kind) => {
  it('leaves no process of them behind, and the next one serves new ones in the same instance', async () => {
    const shop = await startShopWithShells({ hasFaults: true })
    const instanceId = await shop.submit('t-1')
    const [foreground, background] = [marker(), marker()]
    const terminal = await shop.open(instanceId)
    await shop.type(terminal, `sleep ${background} & sleep ${foreground}\n`)
    await shop.open(instanceId, ['sleep', foreground])
    await until(() => sleeps(foreground).length >= 2 && sleeps(background).length === 1, { what: 'the sleeps' })

    shop.host.fault('gateway', kind === 'block' ? { kind, forMs: BLOCK_MS } : { kind })
    await until(() => sleeps(foreground).length === 0, { what: 'the end of what ran in terminals', withinMs: 30_000 })
    const list = () => shop.client['terminals.list']({}).catch(() => null)
    const { terminals } = await until(list, { what: 'the next gateway', withinMs: 30_000 })
    expect(terminals).toEqual([])
    await expect(
      shop.client['terminals.read']({ terminalId: terminal.terminalId, afterByte: 0 }),
    ).rejects.toMatchObject({ code: 'terminal_not_found' })

    const next = await shop.open(instanceId)
    await shop.type(next, 'cat /tmp/made-by-handler\n')
    await shop.reads(next, 'written by the handler')
    expect((await shop.taskOf('t-1')).state).toBe('Running')
  })
})

describe.runIf(isHere)('a scheduler with terminals in its instances that is replaced', () => {
  it('ends them with the instances, and hears of those that are opened later', async () => {
    const shop = await startShopWithShells({ hasFaults: true })
    const terminal = await shop.open(await shop.submit('t-1'))
    await shop.reads(terminal, '$ ')
    shop.host.fault('scheduler', { kind: 'throw' })
    expect(await shop.endOf(terminal)).toMatchObject({ state: 'ended', exitCode: null })
    const again = await until(
      async () => {
        const { living } = await shop.client['instances.list']({}).catch(() => ({ living: [] }))
        return living.find(({ state }) => state === 'busy') ?? null
      },
      { what: 'the task to run again', withinMs: 30_000 },
    )
    await shop.open(again.instanceId)
    const { living } = await shop.client['instances.list']({})
    expect(living).toMatchObject([{ instanceId: again.instanceId, terminalCount: 1 }])
  })
})

describe.runIf(isHere)('a host that is killed again and again with terminals open', () => {
  it(`leaves no process behind after ${KILL_COUNT} kills`, { timeout: 60_000 + KILL_COUNT * 15_000 }, async () => {
    let shop = await startShopWithShells()
    const { project } = shop
    const { workspaceDir } = shop.host
    const pauses = fc.sample(fc.integer({ min: 0, max: 400 }), KILL_COUNT)
    let mostAlive = 0
    for (const [index, pauseMs] of pauses.entries()) {
      const sleep = marker()
      const instanceId = await shop.submit(`t-${index}`)
      const terminal = await shop.open(instanceId)
      await shop.type(
        terminal,
        `(trap "" HUP; sleep ${sleep}) & nohup sleep ${sleep} > /dev/null 2>&1 & sleep ${sleep}\n`,
      )
      await until(() => sleeps(sleep).length === 3, { what: 'the sleeps' })
      // and some that are just being opened when it is killed
      for (let count = 0; count < 3; count++) void shop.open(instanceId, ['sleep', sleep]).catch(() => {})
      const untilMs = performance.now() + pauseMs
      await until(() => performance.now() >= untilMs, { what: 'the moment to kill', everyMs: 5 })
      mostAlive = Math.max(mostAlive, livingProcesses(workspaceDir, project).length)
      await shop.host.kill()
      await until(() => livingProcesses(workspaceDir, project).length === 0 && sleeps(sleep).length === 0, {
        what: 'the end of every process',
      })
      shop = await startShopWithShells({ project, workspaceDir })
    }
    expect(mostAlive).toBeGreaterThan(5)
  })
})
