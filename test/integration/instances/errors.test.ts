import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { interpreterLocator } from '../../../electron/engine/instances/locateInterpreter.ts'
import { askNode } from '../../../electron/engine/instances/nodeInstallations.ts'
import { FakeClock } from '../../support/fakeClock.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'
import { openPools } from '../../support/testPools.ts'

const MEMORY = String.raw`maxMemoryUsage: \d+\.\d\dMB`
const exitedText = new RegExp(
  String.raw`^Process exited unexpectedly before completing request \(duration: \d+ms, ${MEMORY}\)$`,
)

describe('an error that a handler throws', () => {
  it.each([
    ['throw', 'thrown', 'FunctionUnhandledError: TypeError', 'TypeError: thrown'],
    [
      'custom',
      'of a class of its own',
      'FunctionUnhandledError: OrderError',
      expect.stringContaining('of a class of its own'),
    ],
    [
      'parse',
      expect.stringContaining('JSON'),
      'FunctionUnhandledError: UserCodeSyntaxError',
      expect.stringMatching(/^SyntaxError: /),
    ],
  ])('is described as FC does: %s', async (event, errorMessage, errorType, firstLine) => {
    const pools = openPools()
    pools.add('errors')
    expect(await pools.failure(event)).toEqual({
      errorType: 'UnhandledInvocationError',
      body: { errorMessage, errorType, stackTrace: expect.arrayContaining([firstLine]) },
    })
  })

  it('has the lines of its stack', async () => {
    const pools = openPools()
    pools.add('errors', { handler: 'index.syncThrow', runtime: 'nodejs14' })
    const { body } = await pools.failure('')
    expect(body.stackTrace).toEqual(expect.arrayContaining([expect.stringMatching(/^ {4}at .*\/index\.js:\d+:\d+\)$/)]))
  })

  it('may be no Error', async () => {
    const pools = openPools()
    pools.add('errors')
    expect((await pools.failure('throwText')).body).toEqual({
      errorMessage: 'just text',
      errorType: 'FunctionUnhandledError',
    })
  })

  it('may come from a timer, and then fails what runs; the instance lives on', async () => {
    const pools = openPools()
    pools.add('errors')
    expect(await pools.failure('late')).toEqual({
      errorType: 'UnhandledInvocationError',
      body: {
        errorMessage: 'FunctionUnhandledError: uncaughtException',
        errorType: 'FunctionUnhandledError',
        stackTrace: expect.arrayContaining(['TypeError: thrown']),
      },
    })
    expect(await pools.result('ok')).toBe('still here')
    expect(pools.living.length).toBe(1)
  })

  it('may be a rejection that nobody handles', async () => {
    const pools = openPools()
    pools.add('errors')
    expect((await pools.failure('rejection')).body.stackTrace).toContain('Error: nobody handles it')
  })
})

describe('an error given to the callback', () => {
  it.each([
    ['error', { errorMessage: 'handled', errorType: 'OrderError', stackTrace: expect.any(Array) }],
    ['text', { errorMessage: 'just text', errorType: 'FunctionHandledError' }],
    ['object', { errorMessage: '{"code":7}', errorType: 'FunctionHandledError' }],
  ])('is a handled one: %s', async (event, body) => {
    const pools = openPools()
    pools.add('errors', { handler: 'index.callback', runtime: 'nodejs16' })
    expect(await pools.failure(event)).toEqual({ errorType: 'HandledInvocationError', body })
  })
})

describe('code that cannot be loaded', () => {
  it.each([
    ['syntaxError', 'index.handler', 'UserCodeSyntaxError', expect.any(String)],
    [
      'missingModule',
      'index.handler',
      'ImportModuleError',
      expect.stringContaining("Cannot find module 'no-such-module'"),
    ],
    [
      'missingModule',
      'esm.handler',
      'ImportModuleError',
      expect.stringContaining("Cannot find package 'no-such-module'"),
    ],
    [
      'missingModule',
      'elsewhere.handler',
      'ImportModuleError',
      expect.stringMatching(/^Module '.*\/elsewhere\.js' is missing\.$/),
    ],
    ['missingHandler', 'index.handler', 'HandlerNotFound', "Handler 'handler' is missing on module 'index'"],
    ['missingHandler', 'index', 'InvalidHandlerName', "Invalid handler 'index'"],
    ['throwsAtLoad', 'index.handler', 'RangeError', 'at load'],
  ])('fails the attempt: %s, %s', async (fixture, handler, errorType, errorMessage) => {
    const pools = openPools()
    pools.add(fixture, { handler })
    const failure = {
      errorType: 'UnhandledInvocationError',
      body: { errorMessage, errorType, stackTrace: expect.any(Array) },
    }
    expect(await pools.failure('')).toEqual(failure)
    expect(await pools.failure('')).toEqual(failure) // the same again, in the same instance
    expect(pools.living.length).toBe(1)
  })
})

describe('a process that ends in the middle of an attempt', () => {
  it.each([
    ['exits', { exit: 3 }, 'exit code 3'],
    ['exits with success', { exit: 0 }, 'exit code 0'],
    ['exits later', { exitLater: 10 }, 'exit code 9'],
    ['is killed', { killSelf: 'SIGKILL' }, /signal 9|SIGKILL/],
    ['is asked to end', { killSelf: 'SIGTERM' }, /signal 15|SIGTERM/],
    ['writes nonsense to its channel', { writeChannel: 'nonsense\n' }, /wrote to its channel/],
  ])('fails it and is replaced: it %s', async (_what, deed, detail) => {
    const pools = openPools()
    pools.add('deeds')
    const { errorType, body } = await pools.failure(deed)
    expect(errorType).toBe('UnhandledInvocationError')
    expect(body).toEqual({ errorMessage: expect.stringMatching(exitedText) })
    await pools.report(
      ({ detail: said }) => said !== null && (typeof detail === 'string' ? said === detail : detail.test(said)),
    )
    expect(await pools.result({ sleep: 0 })).toBe('slept')
  })

  it('fails it soon when it only closes its channel', async () => {
    const pools = openPools({ kinds: ['none'] }) // in namespaces the shell holds it too: the time-out comes first
    pools.add('deeds', { timeoutMs: 60_000 })
    expect((await pools.failure({ closeChannel: true })).body.errorMessage).toMatch(exitedText)
  })

  it('leaves the reason in the log of the attempt', async () => {
    const pools = openPools()
    pools.add('deeds')
    const key = pools.run({ exit: 3 })
    await pools.ended(key)
    expect(pools.printed(key, 'system')).toMatch(/^Process exited unexpectedly/)
  })
})

describe('a function that cannot run', () => {
  it('is invalid when its runtime is not supported', async () => {
    const pools = openPools({
      locateInterpreter: interpreterLocator({ setting: null, path: '', homeDir: '/nowhere', ownNode: null }),
    })
    pools.add('deeds', { runtime: 'java11' })
    expect(await pools.call({ pid: 0 })).toEqual({
      outcome: 'invalid',
      reason: expect.stringContaining('the runtime java11 is not supported yet'),
    })
    pools.add('deeds', { revision: 2, runtime: 'nodejs20' })
    expect(await pools.call({ pid: 0 })).toEqual({
      outcome: 'invalid',
      reason: expect.stringContaining('no Node was found for nodejs20'),
    })
  })

  it('is invalid when it was deleted', async () => {
    const pools = openPools()
    expect(await pools.call({ pid: 0 })).toEqual({ outcome: 'invalid', reason: 'the function was deleted' })
  })

  it('is refused when its code is not there', async () => {
    const pools = openPools()
    pools.add('deeds', { codePath: '/no/such/folder' })
    expect(await pools.call({ pid: 0 })).toEqual({
      outcome: 'refused',
      reason: 'the code folder /no/such/folder does not exist',
    })
  })

  it.each(['unshare', 'bwrap', 'none'] as const)(
    'is refused, with the cause, when its process does not come up (%s)',
    async (kind) => {
      const broken = () => ({ path: '/usr/bin/false', version: 'v20.0.0', notice: null })
      const pools = openPools({ kinds: [kind], locateInterpreter: broken })
      pools.add('deeds')
      expect(await pools.call({ pid: 0 })).toEqual({
        outcome: 'refused',
        reason: expect.stringContaining('exit code 1'),
      })
      expect(pools.reports.at(-1)).toMatchObject({ state: 'crashed' })
    },
  )

  it('is refused when the interpreter cannot be executed', async () => {
    const missing = () => ({ path: '/usr/bin/no-such-node', version: 'v20.0.0', notice: null })
    const pools = openPools({ kinds: ['none'], locateInterpreter: missing })
    pools.add('deeds')
    expect(await pools.call({ pid: 0 })).toEqual({
      outcome: 'refused',
      reason: expect.stringContaining('no-such-node'),
    })
  })

  it('is refused when the tool that starts it is gone', async () => {
    const isolation = { kind: 'none', notice: '', tools: { setpriv: '/no/such/setpriv' } } as const
    const pools = openPools({ isolation })
    pools.add('deeds')
    expect(await pools.call({ pid: 0 })).toEqual({
      outcome: 'refused',
      reason: expect.stringContaining('/no/such/setpriv ENOENT'),
    })
  })

  it('is refused when its process says nothing for ten seconds', async () => {
    const path = join(temporaryDir(), 'node')
    writeFileSync(path, '#!/bin/sh\nexec sleep 600\n', { mode: 0o755 })
    const clock = new FakeClock()
    const pools = openPools({ clock, locateInterpreter: () => ({ path, version: 'v20.0.0', notice: null }) })
    pools.add('deeds', { maxInstances: 1 }) // another one would be started beside it, and get its own ten seconds
    const key = pools.run({ pid: 0 })
    for (let second = 0; second < 10; second++) {
      expect(pools.ends.has(key)).toBe(false)
      clock.advanceMs(1_000)
      pools.pools.tick()
    }
    expect(await pools.ended(key)).toEqual({ outcome: 'refused', reason: 'it did not come up within 10 s' })
  })
})

describe('an interpreter of another version than asked', () => {
  it('is told with the instance', async () => {
    const { path, version } = askNode(process.execPath) ?? { path: '', version: '' }
    const pools = openPools({ locateInterpreter: () => ({ path, version, notice: 'asked for another' }) })
    pools.add('deeds')
    await pools.result({ pid: 0 })
    expect(pools.reports.slice(0, 2)).toEqual([
      expect.objectContaining({ state: 'starting', interpreterVersion: version, detail: 'asked for another' }),
      expect.objectContaining({ state: 'idle', interpreterVersion: version, detail: 'asked for another' }),
    ])
  })
})
