import { describe, expect, it } from 'vitest'
import { type ComparedSide, readable } from '../../../electron/api/console/comparedSide.ts'
import {
  configurationChanges,
  environmentChanges,
  headlineFacts,
} from '../../../electron/api/console/comparisonParts.ts'
import type { FunctionConfig } from '../../../shared/domain/functionConfig.ts'

const config = (change: Partial<FunctionConfig> = {}): FunctionConfig => ({
  functionName: 'charge',
  runtime: 'nodejs20',
  handler: 'index.handler',
  memorySize: 512,
  timeout: 3,
  instanceConcurrency: 1,
  environmentVariables: {},
  ...change,
})
const withEnvironment = (environmentVariables: Record<string, string>) => config({ environmentVariables })

describe('the environments of two attempts', () => {
  it('are told apart by name: what is the same is left out', () => {
    const left = withEnvironment({ CURRENCY: 'EUR', REGION: 'hz', GONE: '1' })
    const right = withEnvironment({ CURRENCY: 'USD', REGION: 'hz', FRESH: '2' })
    expect(environmentChanges({ left, right })).toEqual([
      { name: 'CURRENCY', left: 'EUR', right: 'USD', isSecret: false },
      { name: 'FRESH', left: null, right: '2', isSecret: false },
      { name: 'GONE', left: '1', right: null, isSecret: false },
    ])
  })

  it('never show a secret, whether its name or one of its values gives it away', () => {
    const left = withEnvironment({ API_KEY: 'one', BASE: 'plain', KEPT_TOKEN: 'same' })
    const right = withEnvironment({ API_KEY: 'two', BASE: 'https://me:pw@db', KEPT_TOKEN: 'same' })
    expect(environmentChanges({ left, right })).toEqual([
      { name: 'API_KEY', left: '', right: '', isSecret: true },
      { name: 'BASE', left: '', right: '', isSecret: true },
    ])
  })

  it('are not known when one of the configurations is not', () => {
    expect(environmentChanges({ left: null, right: config() })).toBeNull()
    expect(configurationChanges({ left: config(), right: null })).toBeNull()
  })
})

describe('the configurations of two attempts', () => {
  it('are told apart by setting, without the environment, which has a place of its own', () => {
    const left = { ...config({ timeout: 3, environmentVariables: { A: '1' } }), gpuConfig: { gpuMemorySize: 1 } }
    expect(configurationChanges({ left, right: config({ timeout: 60 }) })).toEqual([
      { name: 'gpuConfig', left: '{"gpuMemorySize":1}', right: null },
      { name: 'timeout', left: '3', right: '60' },
    ])
  })

  it('show no secret either', () => {
    const left = { ...config(), deployToken: 'one' }
    const right = { ...config(), deployToken: 'two' }
    expect(configurationChanges({ left, right })).toEqual([{ name: 'deployToken', left: '***', right: '***' }])
  })
})

describe('what the headline is made of', () => {
  const side = (change: Partial<ComparedSide> = {}): ComparedSide => ({
    functionName: 'charge',
    taskId: 'a',
    state: 'Failed',
    attempt: 1,
    attemptCount: 1,
    instanceId: 'c-1',
    outcome: 'Failed',
    startedAtMs: 1,
    durationMs: 1,
    peakMemoryBytes: 1,
    codeHash: 'v1',
    interpreterVersion: 'v20.1.0',
    payload: '{"a":1}',
    result: 'boom',
    log: '',
    isLogCut: false,
    logProblem: null,
    ...change,
  })
  const nothing = { files: [], environment: [], configuration: [] }
  const facts = (left: Partial<ComparedSide>, right: Partial<ComparedSide>, parts = {}) =>
    headlineFacts(
      { left: { side: side(left), config: null }, right: { side: side(right), config: null } },
      { ...nothing, ...parts },
    )

  it('has every kind of difference once, in the order in which they explain an outcome', () => {
    const { differences, hasSameOutcome } = facts(
      {},
      { functionName: 'refund', payload: '{"a":2}', codeHash: 'v2', interpreterVersion: 'v24.1.0', result: 'done' },
      {
        files: [{ path: 'index.js', change: 'changed', left: 'a', right: 'b' }],
        environment: [{ name: 'CURRENCY', left: 'EUR', right: 'USD', isSecret: false }],
        configuration: [{ name: 'timeout', left: '3', right: '4' }],
      },
    )
    expect(differences).toEqual([
      { kind: 'function', names: ['charge', 'refund'], count: 2 },
      { kind: 'payload', names: ['a'], count: 1 },
      { kind: 'code', names: ['index.js'], count: 1 },
      { kind: 'environment', names: ['CURRENCY'], count: 1 },
      { kind: 'configuration', names: ['timeout'], count: 1 },
      { kind: 'interpreter', names: ['v20.1.0', 'v24.1.0'], count: 2 },
    ])
    expect(hasSameOutcome).toBe(false)
  })

  it('names the code without its files when those were not kept', () => {
    expect(facts({}, { codeHash: 'v2' }, { files: null }).differences).toEqual([{ kind: 'code', names: [], count: 0 }])
  })

  it('knows which side never ran', () => {
    expect(facts({ attempt: null, outcome: null, codeHash: null }, {}).neverRan).toEqual(['left'])
  })
})

describe('a payload or a result that is compared', () => {
  it('is indented when it is JSON, as it is when it is other text, and hex when it is none', () => {
    expect(readable('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}')
    expect(readable('plain')).toBe('plain')
    expect(readable(Uint8Array.from({ length: 18 }, (_, index) => index + 240))).toBe(
      'f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 fa fb fc fd fe ff\n00 01',
    )
  })

  it('says how much of it is missing when it is very long', () => {
    expect(readable('x'.repeat(300_000)).split('\n').at(-1)).toBe('… 37856 more characters')
  })
})
