import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openPools } from '../../support/testPools.ts'
import { until } from '../../support/until.ts'

const hook = (name: string, timeoutMs = 3_000) => ({ handler: `index.${name}`, timeoutMs })
const preStopRuns = (codePath: string) =>
  existsSync(join(codePath, 'pre-stop')) ? readFileSync(join(codePath, 'pre-stop'), 'utf8').trim().split('\n') : []

describe('an initializer', () => {
  it('runs once, before the first attempt', async () => {
    const pools = openPools()
    pools.add('hooks', { initializer: hook('initializer') })
    expect(JSON.parse(await pools.result(''))).toEqual({ initializedWith: 'request-1', count: 1 })
    expect(JSON.parse(await pools.result(''))).toEqual({ initializedWith: 'request-1', count: 2 })
    expect(pools.printed(1)).toMatch(
      /^FC Initialize Start RequestId: request-1\n.* request-1 \[info\] initializing\nFC Initialize End RequestId: request-1\nFC Invoke Start RequestId: request-1\nFC Invoke End RequestId: request-1\n$/,
    )
  })

  it('may answer through the callback', async () => {
    const pools = openPools()
    pools.add('hooks', {
      runtime: 'nodejs16',
      handler: 'index.handler',
      initializer: hook('callbackInitializer'),
      timeoutMs: 1_000,
    })
    expect((await pools.failure('')).body.errorMessage).toMatch(/^Function timed out/) // nodejs16 ignores the promise
    pools.add('hooks', { revision: 2, initializer: hook('callbackInitializer') })
    expect(JSON.parse(await pools.result(''))).toEqual({ initializedWith: 'callback', count: 1 })
  })

  it.each([
    [
      'failingInitializer',
      {
        errorMessage: 'cannot initialize',
        errorType: 'FunctionUnhandledError: TypeError',
        stackTrace: expect.any(Array),
      },
    ],
    [
      'failingCallbackInitializer',
      { errorMessage: 'cannot initialize', errorType: 'Error', stackTrace: expect.any(Array) },
    ],
    [
      'noSuchInitializer',
      {
        errorMessage: "Handler 'noSuchInitializer' is missing on module 'index'",
        errorType: 'HandlerNotFound',
        stackTrace: expect.any(Array),
      },
    ],
  ])('that fails costs the attempt and the instance: %s', async (name, body) => {
    const pools = openPools()
    pools.add('hooks', { initializer: hook(name) })
    expect(await pools.failure('')).toEqual({ errorType: 'InitializationError', body })
    await pools.report(({ state }) => state === 'stopped')
    expect(await pools.failure('')).toEqual({ errorType: 'InitializationError', body })
    expect(new Set(pools.reports.map(({ instanceId }) => instanceId)).size).toBe(2)
  })

  it('is tried again in the next instance', async () => {
    const pools = openPools()
    pools.add('hooks', { initializer: hook('flakyInitializer') })
    expect(await pools.failure('')).toMatchObject({ errorType: 'InitializationError' })
    expect(await pools.result('')).toContain('"count":1')
  })

  it('has a time-out of its own', async () => {
    const pools = openPools()
    pools.add('hooks', { initializer: hook('hangingInitializer', 1_000), timeoutMs: 60_000 })
    const { errorType, body } = await pools.failure('')
    expect(errorType).toBe('InitializationError')
    expect(body.errorMessage).toMatch(/^Function initialization timed out after 1 second \(maxMemoryUsage: /)
  })

  it('that exits fails the attempt as an initialization', async () => {
    const pools = openPools()
    pools.add('hooks', { initializer: hook('exitingInitializer') })
    const { errorType, body } = await pools.failure('')
    expect(errorType).toBe('InitializationError')
    expect(body.errorMessage).toMatch(/^Process exited unexpectedly/)
  })
})

describe('preStop', () => {
  it('runs before an instance is ended', async () => {
    const pools = openPools()
    const { codePath } = pools.add('hooks', { preStop: hook('preStop') })
    await pools.result('')
    const [instanceId] = pools.living
    await pools.close()
    expect(preStopRuns(codePath)).toEqual([instanceId])
    expect(pools.printed(null)).toMatch(
      /^FC PreStop Start RequestId: .*\n.*\[info\] stopping\nFC PreStop End RequestId: .*\n$/,
    )
  })

  it('runs before the instance of a stopped task is ended', async () => {
    const pools = openPools()
    const { codePath } = pools.add('hooks', { preStop: hook('preStop') })
    await pools.result('') // its code is loaded: before that there is no preStop to run
    const key = pools.run('hang')
    await pools.started(key)
    pools.pools.stop(key)
    expect(await pools.ended(key)).toMatchObject({
      outcome: 'stopped',
      facts: { instanceId: preStopRuns(codePath)[0] },
    })
  })

  it.each(['hang', 'spin'])('is given no longer than its time-out (%s)', async (event) => {
    const pools = openPools()
    const preStop = event === 'hang' ? hook('hangingPreStop', 1_000) : hook('preStop', 1_000)
    pools.add('hooks', { preStop, timeoutMs: 60_000 })
    await pools.result('')
    const key = pools.run(event)
    await pools.started(key)
    const beganMs = performance.now()
    pools.pools.stop(key)
    expect(await pools.ended(key)).toMatchObject({ outcome: 'stopped' })
    expect(performance.now() - beganMs).toBeGreaterThan(900)
    await until(() => pools.living.length === 0, { what: 'the end of the instance' })
  })

  it('does not run in an instance that never ran anything', async () => {
    const pools = openPools()
    const { codePath } = pools.add('hooks', { preStop: hook('preStop'), handler: 'nothing.handler' })
    await pools.failure('')
    await pools.close()
    expect(preStopRuns(codePath)).toEqual([])
  })
})
