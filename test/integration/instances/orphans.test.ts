import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type IsolationKind, probeIsolation } from '../../../electron/engine/instances/isolation.ts'
import { processesNamed, processesOfInstance } from '../../support/instanceProcesses.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'
import { fixtureCode } from '../../support/testPools.ts'
import { until } from '../../support/until.ts'
import type { Orders } from './orphanHost.ts'

const KILLED_AT_MS = [0, 1, 3, 6, 12, 30]
const HOST = join(import.meta.dirname, 'orphanHost.ts')

type HostWish = { inWorker: boolean; detaches: boolean; holds?: boolean }

/** A host with an instance that has detached three processes and now spins. */
async function startHost(kind: IsolationKind, { inWorker, detaches, holds }: HostWish) {
  const marker = String(Math.floor(Math.random() * 1e12)).padStart(12, '1')
  const payloads = [detaches ? `{"detach":"${marker}"}` : '{"pid":0}', ...(holds ? ['{"exit":3}'] : [])]
  const orders: Orders = {
    workspaceDir: temporaryDir(),
    codePath: fixtureCode('deeds'),
    kind,
    payloads,
    inWorker,
    diesAfterMs: null,
    holdMs: holds ? 600_000 : 0,
  }
  const host = spawn(process.execPath, [HOST, JSON.stringify(orders)], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => {
    host.kill('SIGKILL')
  })
  const [line] = (await once(createInterface(host.stdout), 'line')) as [string] // printed by orphanHost.ts
  const instanceIds = JSON.parse(line) as string[]
  return {
    host,
    detached: () => processesNamed(`sleep\x00600.${marker}`),
    ofInstances: () => instanceIds.flatMap(processesOfInstance),
  }
}

describe.runIf(process.platform === 'linux').each(['unshare', 'bwrap'] as const)(
  'a host with instances in namespaces (%s)',
  (kind) => {
    it('leaves no process behind when it is killed', async ({ skip }) => {
      const isHere = probeIsolation({ workspaceDir: temporaryDir(), kinds: [kind] }).kind === kind
      skip(!isHere, `${kind} does not work here`)
      const { host, detached, ofInstances } = await startHost(kind, { inWorker: false, detaches: true })
      await until(() => detached().length >= 3, { what: 'the detached processes' })
      expect(ofInstances().length).toBeGreaterThan(0)
      host.kill('SIGKILL')
      await once(host, 'exit')
      await until(() => detached().length === 0 && ofInstances().length === 0, {
        what: 'the end of every process',
        withinMs: 5_000,
      })
    })

    it('leaves no process behind when only its scheduler thread ends', async ({ skip }) => {
      const isHere = probeIsolation({ workspaceDir: temporaryDir(), kinds: [kind] }).kind === kind
      skip(!isHere, `${kind} does not work here`)
      const { host, detached, ofInstances } = await startHost(kind, { inWorker: true, detaches: true })
      await until(() => detached().length === 0 && ofInstances().length === 0, {
        what: 'the end of every process',
        withinMs: 5_000,
      })
      expect(host.exitCode).toBeNull()
    })
  },
)

describe.runIf(process.platform === 'linux').each(['unshare', 'bwrap', 'none'] as const)(
  'a host that is killed while its instances start (%s)',
  (kind) => {
    it('leaves no process behind, at whatever moment', async ({ skip }) => {
      const isHere = probeIsolation({ workspaceDir: temporaryDir(), kinds: [kind] }).kind === kind
      skip(!isHere, `${kind} does not work here`)
      for (const diesAfterMs of KILLED_AT_MS) {
        const orders: Orders = {
          workspaceDir: temporaryDir(),
          codePath: fixtureCode('deeds'),
          kind,
          payloads: ['{"sleep":60000}', '{"sleep":60000}'],
          inWorker: false,
          diesAfterMs,
          holdMs: 0,
        }
        const host = spawn(process.execPath, [HOST, JSON.stringify(orders)], { stdio: ['ignore', 'pipe', 'inherit'] })
        const told: string[] = []
        createInterface(host.stdout).on('line', (line) => told.push(...(JSON.parse(line) as string[])))
        await once(host, 'close')
        expect(told.length).toBeGreaterThan(0)
        await until(() => told.every((id) => processesOfInstance(id).length === 0), {
          what: `the end of every process when killed after ${diesAfterMs} ms`,
          withinMs: 5_000,
        })
      }
    })
  },
)

describe.runIf(process.platform === 'linux')('a host with instances without namespaces', () => {
  it('leaves no instance behind when it is killed', async () => {
    const { host, ofInstances } = await startHost('none', { inWorker: false, detaches: false })
    expect(ofInstances().length).toBeGreaterThan(0)
    host.kill('SIGKILL')
    await once(host, 'exit')
    await until(() => ofInstances().length === 0, { what: 'the end of every process', withinMs: 5_000 })
  })
})

describe.runIf(process.platform === 'linux').each(['unshare', 'bwrap', 'none'] as const)(
  'a host that holds an instance after a failure (%s)',
  (kind) => {
    it.each([
      ['it is killed', false],
      ['only its scheduler thread ends', true],
    ])('leaves no process behind when %s', async (_when, inWorker) => {
      if (probeIsolation({ workspaceDir: temporaryDir(), kinds: [kind] }).kind !== kind) return
      const { host, ofInstances } = await startHost(kind, { inWorker, detaches: false, holds: true })
      if (!inWorker) {
        expect(ofInstances().length).toBeGreaterThan(0)
        host.kill('SIGKILL')
        await once(host, 'exit')
      }
      await until(() => ofInstances().length === 0, { what: 'the end of every process', withinMs: 5_000 })
    })
  },
)
