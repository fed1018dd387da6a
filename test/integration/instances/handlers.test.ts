import { describe, expect, it } from 'vitest'
import { openPools } from '../../support/testPools.ts'

describe('the result of a handler', () => {
  it.each([
    ['text', 'plain text'],
    ['empty', ''],
    ['nothing', ''],
    ['object', '{"a":1,"b":[true,null]}'],
    ['array', '[1,"two"]'],
    ['number', '42'],
    ['boolean', 'false'],
    ['textBytes', 'né世界'],
    ['date', '"1970-01-01T00:00:00.000Z"'],
    ['bytes', Uint8Array.of(0xff, 0xfe, 0x00)],
  ])('%s is %o', async (name, result) => {
    const pools = openPools()
    pools.add('results')
    expect(await pools.call(name)).toMatchObject({ outcome: 'succeeded', result })
  })

  it('is the event itself when it is returned, text or not', async () => {
    const pools = openPools()
    pools.add('results', { handler: 'index.echo' })
    expect(await pools.call('{"né": "世界"}\n')).toMatchObject({ result: '{"né": "世界"}\n' })
    expect(await pools.call(Uint8Array.of(0xc3, 0x28))).toMatchObject({ result: Uint8Array.of(0xc3, 0x28) })
    expect(await pools.call('')).toMatchObject({ result: '' })
  })

  it('may have a megabyte, and not a byte more', async () => {
    const pools = openPools()
    pools.add('results', { handler: 'index.big' })
    expect((await pools.result('1048576')).length).toBe(1_048_576)
    expect(await pools.failure('1048577')).toEqual({
      errorType: 'UnhandledInvocationError',
      body: {
        errorMessage: 'The result has 1048577 bytes; at most 1048576 can be returned',
        errorType: 'ResultTooLarge',
        stackTrace: expect.any(Array),
      },
    })
  })

  it('may be larger for a synchronous caller', async () => {
    const pools = openPools()
    pools.add('results', { handler: 'index.big' })
    expect((await pools.result('5000000', { key: -1 })).length).toBe(5_000_000)
  })

  it('is an error when it cannot be written as JSON', async () => {
    const pools = openPools()
    pools.add('results', { handler: 'index.cycle' })
    const { errorType, body } = await pools.failure('')
    expect(errorType).toBe('UnhandledInvocationError')
    expect(body.errorMessage).toMatch(/circular/)
  })
})

describe('the event of a handler', () => {
  it('is a Buffer', async () => {
    const pools = openPools()
    pools.add('results', { handler: 'index.kindOfEvent' })
    expect(await pools.result('né')).toBe('true 3')
  })

  it('may have megabytes', async () => {
    const pools = openPools()
    pools.add('results', { handler: 'index.kindOfEvent' })
    expect(await pools.result('x'.repeat(20_000_000), { key: -1 })).toBe('true 20000000')
  })
})

describe('a handler of nodejs18 and later', () => {
  it.each([
    ['callback', 'from callback'],
    ['twice', 'first'],
    ['arrowWithTimeout', 'late'],
    ['promise', 'from promise'],
    ['value', 'from return'],
    ['promiseAndCallback', 'from callback'],
  ])('may answer by %s', async (name, result) => {
    const pools = openPools()
    pools.add('callbackStyle', { runtime: 'nodejs18', handler: `index.${name}` })
    expect(await pools.result('')).toBe(result)
  })
})

describe('a handler of nodejs16 and earlier', () => {
  it.each([
    ['callback', 'from callback'],
    ['twice', 'first'],
    ['arrowWithTimeout', 'late'],
    ['promiseAndCallback', 'from callback'],
  ])('may answer by %s', async (name, result) => {
    const pools = openPools()
    pools.add('callbackStyle', { runtime: 'nodejs16', handler: `index.${name}` })
    expect(await pools.result('')).toBe(result)
  })

  it.each(['promise', 'value'])('times out when it answers only by %s', async (name) => {
    const pools = openPools()
    pools.add('callbackStyle', { runtime: 'nodejs16', handler: `index.${name}`, timeoutMs: 1_000 })
    expect((await pools.failure('')).body.errorMessage).toMatch(/^Function timed out after 1 second /)
  })
})

describe('the code of a handler', () => {
  it.each([
    ['an ES module by its extension', 'esm', 'index.handler', 'esm event'],
    ['an ES module with a default export', 'esm', 'other.handler', 'default export'],
    ['an ES module by its package.json', 'moduleType', 'src/index.handler', /^file:\/\/.*\/src\/index\.js$/],
    ['in a folder', 'nested', 'src/index.handler', 'lib'],
  ])('may be %s', async (_what, fixture, handler, result) => {
    const pools = openPools()
    pools.add(fixture, { handler })
    expect(await pools.result('event')).toMatch(result)
  })
})

describe('the context of a handler', () => {
  it('has all that FC gives', async () => {
    const pools = openPools()
    pools.add('context', {
      memoryBytes: 256 * 1_048_576,
      timeoutMs: 9_000,
      environment: {
        ALIBABA_CLOUD_ACCESS_KEY_ID: 'id',
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret',
        ALIBABA_CLOUD_SECURITY_TOKEN: 'token',
      },
    })
    expect(JSON.parse(await pools.result('', { requestId: '1-request', retryCount: 2 }))).toEqual({
      requestId: '1-request',
      credentials: { accessKeyId: 'id', accessKeySecret: 'secret', securityToken: 'token' },
      function: { name: 'orders', handler: 'index.handler', memory: 256, timeout: 9 },
      service: { logProject: '', logStore: '', qualifier: 'LATEST', versionId: '0' },
      region: 'cn-hangzhou',
      accountId: '1000000000000001',
      retryCount: 2,
      tracing: { openTracingSpanContext: '', openTracingSpanBaggages: {}, jaegerEndpoint: '' },
      callbackWaitsForEmptyEventLoop: false,
      loggerMethods: ['debug', 'info', 'warn', 'error', 'log'],
    })
  })
})

describe('the facts of an attempt', () => {
  it('say when, how long, where and with how much memory it ran', async () => {
    const pools = openPools()
    pools.add('deeds')
    const end = await pools.call({ sleep: 30 })
    expect(end).toMatchObject({
      outcome: 'succeeded',
      logTail: null,
      instanceId: expect.stringMatching(/^c-[0-9a-f]{8}-[0-9a-f]{20}$/),
    })
    if (end.outcome !== 'succeeded') return
    expect(end.durationMs).toBeGreaterThanOrEqual(29)
    expect(end.endedAtMs - end.startedAtMs).toBeGreaterThanOrEqual(Math.floor(end.durationMs))
    expect(end.peakMemoryBytes).toBeGreaterThan(20_000_000)
  })

  it('announce its start only when it runs for a moment', async () => {
    const pools = openPools()
    pools.add('deeds')
    await pools.call({ pid: 0 }) // loads the code
    const quick = pools.run({ pid: 0 })
    await pools.ended(quick)
    const slow = pools.run({ sleep: 40 })
    const end = await pools.ended(slow)
    expect(pools.starts.map(({ key }) => key)).not.toContain(quick)
    const start = pools.starts.find(({ key }) => key === slow)
    expect(end).toMatchObject({ startedAtMs: start?.startedAtMs, instanceId: start?.instanceId })
  })
})
