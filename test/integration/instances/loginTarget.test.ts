import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { startTicks } from '../../../electron/engine/instances/processTree.ts'
import { hasIsolation } from '../../support/hasIsolation.ts'
import { processesOfInstance } from '../../support/instanceProcesses.ts'
import { openPools } from '../../support/testPools.ts'

const KINDS = ['unshare', 'bwrap', 'none'] as const

const namespaceOf = (pid: number, name: string) => readlinkSync(`/proc/${pid}/ns/${name}`)

describe.runIf(process.platform === 'linux').each(KINDS)('how to log in to an instance (%s)', (kind) => {
  const isHere = hasIsolation(kind)

  it.runIf(isHere)('names a process in its namespaces, and what its function sees', async () => {
    const pools = openPools({ kinds: [kind] })
    const { codePath } = pools.add('deeds', { environment: { COLOUR: 'blue' } })
    const instanceId = await pools.result({ instance: 0 })
    const seen = JSON.parse(await pools.result({ environment: 0 })) as Record<string, string>
    const key = pools.run({ sleep: 2_000 })
    const { startedAtMs } = await pools.started(key)

    const target = pools.pools.loginTarget(instanceId)
    const program = processesOfInstance(instanceId).find((pid) => readlinkSync(`/proc/${pid}/exe`).endsWith('/node'))
    expect(target).toEqual({
      instanceId,
      functionId: 1,
      functionName: 'orders',
      pid: expect.any(Number),
      pidStartedAtTicks: startTicks(target.pid),
      hasNamespaces: kind !== 'none',
      environment: expect.objectContaining({ COLOUR: 'blue', FC_INSTANCE_ID: instanceId, FC_FUNCTION_NAME: 'orders' }),
      codePath: kind === 'none' ? codePath : '/code',
      interpreterPath: kind === 'none' ? process.execPath : expect.stringMatching(/^\/.*node$/),
      runtimeDir: kind === 'none' ? expect.stringContaining('/runtimes/node') : '/.taskyard/runtime',
      isHeld: false,
      runs: [{ key, requestId: `request-${key}`, taskId: null, attempt: 1, startedAtMs }],
      lastTaskId: null,
    })
    expect(seen).toMatchObject(target.environment)
    for (const name of ['mnt', 'pid', 'user']) {
      expect(namespaceOf(target.pid, name)).toBe(namespaceOf(program!, name))
    }
  })

  it.runIf(isHere)('is refused while it starts, and once it has ended', async () => {
    const pools = openPools({ kinds: [kind] })
    pools.add('deeds')
    const key = pools.run({ exit: 3 })
    const { instanceId } = await pools.report(({ state }) => state === 'starting')
    expect(() => pools.pools.loginTarget(instanceId)).toThrow(expect.objectContaining({ code: 'instance_unavailable' }))
    await pools.ended(key)
    await pools.report(({ state }) => state === 'crashed')
    expect(() => pools.pools.loginTarget(instanceId)).toThrow(expect.objectContaining({ code: 'instance_not_found' }))
  })
})

describe.runIf(process.platform === 'linux').each(['unshare', 'bwrap'] as const)(
  'entering an instance (%s)',
  (kind) => {
    it.runIf(hasIsolation(kind))(
      'shows the files that its handler wrote to /tmp, its code and its processes',
      async () => {
        const pools = openPools({ kinds: [kind] })
        const { codePath } = pools.add('deeds')
        await pools.call({ write: ['/tmp/made-by-handler', 'mine'] })
        const { pid } = pools.pools.loginTarget(await pools.result({ instance: 0 }))
        const script = 'cat /tmp/made-by-handler; echo; cat /code/index.js; ls -d /proc/[0-9]* | wc -l'
        const told = execFileSync('nsenter', ['-t', String(pid), '-m', '-p', 'sh', '-c', script], { encoding: 'utf8' })
        expect(told).toMatch(/^mine\n/)
        expect(told).toContain(readFileSync(`${codePath}/index.js`, 'utf8'))
        expect(Number(told.trim().split('\n').at(-1))).toBeLessThan(9)
      },
    )
  },
)
