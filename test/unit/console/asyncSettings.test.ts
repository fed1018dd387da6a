import { describe, expect, it } from 'vitest'
import { type AsyncSources, asyncSettings } from '../../../electron/api/console/asyncSettings.ts'
import { requireTarget, targetProblems } from '../../../electron/api/console/targetProblems.ts'
import type { FunctionRecord } from '../../../electron/engine/ports.ts'
import type { ProjectFunction } from '../../../electron/project/project.ts'
import { withAsyncValues } from '../../../shared/domain/asyncValues.ts'
import { type AsyncConfig, asyncConfig, functionConfig } from '../../../shared/domain/functionConfig.ts'

const configOf = (functionName: string, more: object = {}) =>
  functionConfig.parse({ functionName, runtime: 'nodejs20', ...more })

const recordOf = (functionName: string, fields: Partial<FunctionRecord> = {}): FunctionRecord => ({
  functionId: 1,
  accountId: 1,
  origin: 'project',
  config: configOf(functionName),
  asyncConfig: null,
  asyncCreatedAtMs: null,
  asyncModifiedAtMs: null,
  reservedConcurrency: null,
  compensation: null,
  overrides: [],
  code: { path: '/projects/shop/pay', hash: 'h', checksum: '1', bytes: 1 },
  holdMs: 0,
  createdAtMs: 1,
  modifiedAtMs: 2,
  ...fields,
})

const inFile: ProjectFunction = {
  resource: 'pay',
  config: configOf('pay'),
  asyncConfig: asyncConfig.parse({ maxAsyncRetryAttempts: 1 }),
  asyncKeys: ['maxAsyncRetryAttempts'],
  reservedConcurrency: null,
  compensation: 'refund',
  codeDir: '/projects/shop/pay',
  notices: [],
}
const settingsOf = (fields: Partial<FunctionRecord>, sources: Partial<AsyncSources> = {}) => {
  const record = recordOf('pay', fields)
  return asyncSettings({
    record,
    inFile,
    specFile: '/projects/shop/s.yaml',
    functions: [
      record,
      recordOf('refund'),
      recordOf('web', { config: configOf('web', { triggers: [{ triggerType: 'http' }] }) }),
    ],
    queueNames: ['failed'],
    ...sources,
  })
}

describe('the asynchronous settings of a function', () => {
  it('come from the file where it says so, else they are defaults', () => {
    expect(settingsOf({ asyncConfig: inFile.asyncConfig, compensation: 'refund' })).toEqual({
      functionName: 'pay',
      asyncTask: { value: false, origin: 'default', fileValue: null },
      maxRetryAttempts: { value: 1, origin: 'file', fileValue: null },
      maxAgeSeconds: { value: 86_400, origin: 'default', fileValue: null },
      onSuccess: { value: null, origin: 'default', fileValue: null },
      onFailure: { value: null, origin: 'default', fileValue: null },
      compensation: { value: 'refund', origin: 'file', fileValue: null },
      problems: [],
      canWrite: true,
      specFile: '/projects/shop/s.yaml',
      functionTargets: [
        { functionName: 'refund', target: 'acs:fc:::functions/refund' },
        { functionName: 'web', target: 'acs:fc:::functions/web' },
      ],
      queueTargets: [{ queueName: 'failed', target: 'acs:mns:::/queues/failed/messages' }],
    })
  })

  it('are overrides, with what the file says, only where they differ from it', () => {
    const changed = withAsyncValues(inFile.asyncConfig, { maxRetryAttempts: 5, onFailure: 'acs:fc:::functions/refund' })
    const settings = settingsOf({ asyncConfig: changed, overrides: ['asyncConfig', 'compensation'] })
    expect(settings.maxRetryAttempts).toEqual({ value: 5, origin: 'override', fileValue: 1 })
    expect(settings.onFailure).toEqual({ value: 'acs:fc:::functions/refund', origin: 'override', fileValue: null })
    expect(settings.maxAgeSeconds).toEqual({ value: 86_400, origin: 'default', fileValue: null })
    expect(settings.compensation).toEqual({ value: null, origin: 'override', fileValue: 'refund' })
  })

  it('come from the API where the function does, and cannot be written to a file then', () => {
    const made = { origin: 'api', asyncConfig: asyncConfig.parse({ asyncTask: true }) } as const
    const settings = settingsOf(made, { inFile: null })
    expect(settings.asyncTask).toEqual({ value: true, origin: 'api', fileValue: null })
    expect(settings.onSuccess.origin).toBe('default')
    expect(settings).toMatchObject({ canWrite: false, specFile: null })
    expect(settingsOf({ origin: 'api' }, { inFile: null }).maxRetryAttempts).toMatchObject({
      value: 3,
      origin: 'default',
    })
  })

  it('name what will not work beside the setting', () => {
    const destinationConfig = {
      onSuccess: { destination: 'acs:fc:::functions/pay' },
      onFailure: { destination: 'acs:mns:::/topics/t/messages' },
    }
    const { problems } = settingsOf({ asyncConfig: asyncConfig.parse({ destinationConfig }), compensation: 'nobody' })
    expect(problems).toEqual([
      {
        setting: 'onSuccess',
        message: 'it is the function itself: each success makes a task of it again, until the engine breaks the circle',
      },
      { setting: 'onFailure', message: 'topics are not delivered here: each delivery is kept as failed' },
      {
        setting: 'compensation',
        message: "there is no function 'nobody' now: until there is one, nothing can be compensated",
      },
    ])
  })
})

describe('the target of a destination', () => {
  const functions = [
    recordOf('web', { config: configOf('web', { triggers: [{ triggerType: 'http' }] }) }),
    recordOf('tell'),
  ]
  const said = (target: string) => targetProblems(target, { side: 'onFailure', functionName: 'pay', functions })

  it.each([
    ['acs:fc:::functions/tell', []],
    ['acs:mns:::/queues/failed/messages', []],
    ['acs:fc:::functions/web', ["'web' has an HTTP trigger: the cloud takes event functions only"]],
    ['acs:fc:::functions/no', ["there is no function 'no' now: until there is one, deliveries to it fail"]],
    ['http://127.0.0.1:1/x', ['an address works here only: the cloud takes functions, message queues and topics']],
    [
      'acs:eventbridge:cn-hangzhou:1:eventbus/b',
      ['EventBridge is not delivered here: each delivery is kept as failed'],
    ],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of an s.yaml looks like this
    ['${vars.arn}', ['variables of s.yaml are not supported yet: every delivery to it fails']],
  ])('%s is taken, and %j said of it', (target, problems) => {
    expect(said(target)).toEqual(problems)
  })

  it.each([
    'acs:fc:::functions/tell',
    'acs:mns:::/queues/q/messages',
    'acs:mns:cn-hangzhou:1234:/topics/t/messages',
    'acs:eventbridge:cn-hangzhou:1234:eventbus/b',
    'https://shop.example/hook',
  ])('%s can be set', (target) => {
    expect(() => requireTarget(target)).not.toThrow()
  })

  it.each([
    '',
    'tell',
    'acs:',
    'acs:fc:::function/tell',
    'acs:mns:::/queues/under_score/messages',
    'ftp://shop.example',
    'http://',
    'acs:eventbridge: b',
  ])('"%s" names nothing and is refused with the forms there are', (target) => {
    expect(() => requireTarget(target)).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        message: expect.stringContaining(
          'a target is the ARN of a function (acs:fc:::functions/name), of a message queue (acs:mns:::/queues/name/messages), or an address',
        ),
      }),
    )
  })
})

describe('an asynchronous configuration that is changed', () => {
  it('keeps fields that are not known here, and the order of all', () => {
    const before: AsyncConfig = asyncConfig.parse({
      qualifier: 'LATEST',
      maxAsyncRetryAttempts: 1,
      destinationConfig: { onFailure: { destination: 'a', role: 'r' }, later: 1 },
    })
    const after = withAsyncValues(before, { maxRetryAttempts: 2, onFailure: 'b', onSuccess: 'c' })
    expect(after).toEqual({
      ...before,
      maxAsyncRetryAttempts: 2,
      destinationConfig: { onFailure: { destination: 'b', role: 'r' }, later: 1, onSuccess: { destination: 'c' } },
    })
    expect(JSON.stringify(withAsyncValues(after, { maxRetryAttempts: 1, onFailure: 'a', onSuccess: null }))).toBe(
      JSON.stringify(before),
    )
  })
})
