/** Logging in to real instances, in every way in which this machine can keep them apart. */
import { readlinkSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hasIsolation } from '../../support/hasIsolation.ts'
import { processesOfInstance } from '../../support/instanceProcesses.ts'
import { openPools } from '../../support/testPools.ts'
import { openTerminals, Watcher } from '../../support/testTerminals.ts'
import { until } from '../../support/until.ts'

async function logIn(kind: 'unshare' | 'bwrap' | 'none', command?: string[]) {
  const pools = openPools({ kinds: [kind] })
  const { codePath } = pools.add('deeds', { environment: { COLOUR: 'blue', PATH: '/usr/bin:/bin' } })
  const instanceId = await pools.result({ instance: 0 })
  const target = pools.pools.loginTarget(instanceId)
  const { terminals, told, open } = openTerminals({ loginTarget: (id) => pools.pools.loginTarget(id) })
  const terminal = await open(instanceId, command)
  return {
    pools,
    codePath,
    instanceId,
    target,
    terminals,
    told,
    open,
    terminal,
    watcher: new Watcher(terminals, terminal),
  }
}

describe.runIf(process.platform === 'linux').each(['unshare', 'bwrap'] as const)(
  'a terminal in an instance (%s)',
  (kind) => {
    const isHere = hasIsolation(kind)

    it.runIf(isHere)('has its files, its processes, its namespaces, its environment and its folder', async () => {
      const { pools, target, instanceId, terminal, watcher } = await logIn(kind)
      await pools.call({ write: ['/tmp/made-by-handler', 'mine'] })
      const prompt = `orders\x1b[0m \x1b[90m${instanceId.slice(0, 6)}\x1b[0m /code $ `
      expect(await watcher.sees('/code $ ')).toContain(`\x1b[36m${prompt}`)
      expect(terminal).toMatchObject({ place: 'namespaces', state: 'open', command: [], functionName: 'orders' })

      await watcher.types('cat /tmp/made-by-handler; echo "($COLOUR in $PWD, $FC_INSTANCE_ID)"\n')
      await watcher.sees(`mine(blue in /code, ${instanceId})`)
      for (const name of ['pid', 'mnt', 'ipc', 'uts', 'net', 'user']) {
        await watcher.types(`readlink /proc/self/ns/${name}\n`)
        await watcher.sees(readlinkSync(`/proc/${target.pid}/ns/${name}`))
      }
      await watcher.types('ps -e -o pid=,args= | wc -l; echo "ps $?"\n')
      await watcher.sees('ps 0')
      expect(Number(/(\d+)\r\nps 0/.exec(watcher.text)?.[1])).toBeLessThan(12)
      await watcher.types('env -0 | sort -z | tr "\\0" "\\n"; echo "env $?"\n')
      const printed = await watcher.sees('env 0')
      for (const [name, value] of Object.entries(target.environment)) {
        if (name !== 'PATH') expect(printed).toContain(`${name}=${value}`)
      }
      expect(printed).toContain(`PATH=${target.runtimeDir}/bin:${target.environment.PATH}`)
    })

    it.runIf(isHere)('ends a command with its exit code, and keeps what it printed', async () => {
      const { watcher, terminals } = await logIn(kind, ['sh', '-c', 'stty size; pwd; exit 7'])
      await watcher.done
      expect(watcher.text).toBe('24 80\r\n/code\r\n')
      expect(watcher.terminal).toMatchObject({ state: 'ended', exitCode: 7, endReason: 'It ended with exit code 7.' })
      expect(terminals.list()).toEqual([watcher.terminal])
    })

    it.runIf(isHere)('says so when its instance ends, with all that it had left behind', async () => {
      const { pools, watcher, instanceId } = await logIn(kind)
      await watcher.sees('$ ')
      await watcher.types('sleep 1000 & disown; nohup sleep 1001 > /dev/null 2>&1 &\n')
      await watcher.types('echo rea""dy\n')
      await watcher.sees('ready')
      await pools.close()
      await watcher.done
      expect(watcher.terminal).toMatchObject({ state: 'ended', exitCode: null, endReason: 'The instance has ended.' })
      await until(() => processesOfInstance(instanceId).length === 0, { what: 'the end of every process' })
    })

    it.runIf(isHere)('ends when its shell forks away and exits; the fork ends with the instance', async () => {
      const { pools, watcher, instanceId } = await logIn(kind)
      await watcher.sees('$ ')
      await watcher.types('sleep 1000 & disown; exit\n')
      await watcher.done
      expect(watcher.terminal).toMatchObject({ state: 'ended', exitCode: 0 })
      await pools.close()
      await until(() => processesOfInstance(instanceId).length === 0, { what: 'the end of every process' })
    })

    it.runIf(isHere)('leaves nothing inside when it is closed, also what ignores a hangup', async () => {
      const { watcher, terminals, terminal, instanceId, told } = await logIn(kind)
      await watcher.sees('$ ')
      const before = processesOfInstance(instanceId).length
      await watcher.types('nohup sleep 1000 & trap "" HUP TERM; (trap "" HUP; sleep 1001) & echo rea""dy\n')
      await watcher.sees('ready')
      expect(processesOfInstance(instanceId).length).toBeGreaterThan(before)
      await terminals.close(terminal.terminalId)
      await watcher.done
      expect(watcher.terminal).toMatchObject({ state: 'ended', exitCode: null, endReason: 'It was closed.' })
      expect(terminals.list()).toEqual([])
      await until(() => processesOfInstance(instanceId).length < before, { what: 'its processes to end' })
      expect(told).toEqual([{ [instanceId]: 1 }, {}])
    })
  },
)

describe.runIf(process.platform === 'linux')('a login into an instance that dies in the same moment', () => {
  it.each([0, 1, 2, 3, 4, 6, 8, 12, 20])('is refused, or ends, and never hangs (%i ms)', async (diesAfterMs) => {
    const pools = openPools()
    pools.add('deeds')
    const instanceId = await pools.result({ instance: 0 })
    const target = pools.pools.loginTarget(instanceId)
    const { terminals, told, open } = openTerminals({ loginTarget: (id) => pools.pools.loginTarget(id) })
    setTimeout(() => process.kill(target.pid, 'SIGKILL'), diesAfterMs)
    const outcome = await open(instanceId).then(
      async (terminal) => {
        const watcher = new Watcher(terminals, terminal)
        await watcher.done
        return watcher.terminal?.endReason
      },
      (error) => error.code,
    )
    expect(['instance_ended', 'instance_not_found', 'The instance has ended.']).toContain(outcome)
    expect(told.at(-1)).toEqual({})
  })
})

describe.runIf(process.platform === 'linux')('a terminal where there are no namespaces', () => {
  it('has the folder and the environment of the instance, and says that it has no more', async () => {
    const { target, codePath, terminal, watcher } = await logIn('none')
    expect(terminal.place).toBe('environment')
    await watcher.sees('$ ')
    await watcher.types('echo "($COLOUR in $PWD, $TMPDIR)"\n')
    await watcher.sees(`(blue in ${codePath}, ${target.environment.TMPDIR})`)
  })

  it('ends with its instance, and all that it had started with it', async () => {
    const { pools, watcher, instanceId } = await logIn('none')
    await watcher.sees('$ ')
    await watcher.types('sleep 1000 & disown; echo rea""dy\n')
    await watcher.sees('ready')
    await pools.close()
    await watcher.done
    expect(watcher.terminal).toMatchObject({ state: 'ended', exitCode: null, endReason: 'The instance has ended.' })
    await until(() => processesOfInstance(instanceId).length === 0, { what: 'the end of every process' })
  })
})
