/** What targets of destinations name (FC.md section 2.6). */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  functionArn,
  nameOfTarget,
  parseTarget,
  queueArn,
  targetForLog,
} from '../../../shared/domain/destinationTarget.ts'

// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of an s.yaml
const region = fc.constantFrom('', 'cn-hangzhou', 'us-west-1', '${vars.region}')
// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of an s.yaml
const uid = fc.constantFrom('', '1234567890123456', "${config('AccountID')}")
const functionName = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/)
const queueName = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,119}$/)

describe('The target of a destination', () => {
  it('is a function, with and without region and account', () => {
    fc.assert(
      fc.property(region, uid, functionName, (region, accountUid, name) => {
        const arn = functionArn(name, { region, accountUid })
        expect(parseTarget(arn)).toEqual({ kind: 'function', functionName: name, service: null })
        expect(nameOfTarget(arn)).toBe(name)
      }),
    )
    expect(functionArn('f')).toBe('acs:fc:::functions/f')
  })

  it('is a function of FC 2, whose name counts', () => {
    fc.assert(
      fc.property(
        region,
        uid,
        functionName,
        fc.option(fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/)),
        (region, uid, name, qualifier) => {
          const service = qualifier === null ? 'shop' : `shop.${qualifier}`
          const arn = `acs:fc:${region}:${uid}:services/${service}/functions/${name}`
          expect(parseTarget(arn)).toEqual({
            kind: 'function',
            functionName: name,
            service: { name: 'shop', qualifier },
          })
          expect(nameOfTarget(arn)).toBe(name)
        },
      ),
    )
  })

  it('is a message queue, with and without region and account', () => {
    fc.assert(
      fc.property(region, uid, queueName, (region, accountUid, name) => {
        const arn = queueArn(name, { region, accountUid })
        expect(parseTarget(arn)).toEqual({ kind: 'queue', queueName: name })
        expect(nameOfTarget(arn)).toBe(name)
      }),
    )
    expect(queueArn('q')).toBe('acs:mns:::/queues/q/messages')
  })

  it.each([
    ['http://localhost:8080/hook', 'localhost:8080'],
    ['https://Shop.Example/a?b=c#d', 'shop.example'],
    ['HTTP://[::1]:9000', '[::1]:9000'],
    ['http://127.0.0.1', '127.0.0.1'],
  ])('is the address %s', (url, host) => {
    expect(parseTarget(url)).toEqual({ kind: 'http', url, host })
    expect(nameOfTarget(url)).toBe(url)
  })

  it.each([
    ['', 'the target is empty'],
    ['acs:mns:cn-hangzhou:1:/topics/t/messages', 'topics are not delivered here'],
    ['acs:eventbridge:cn-hangzhou:1:eventbus/b', 'EventBridge is not delivered here'],
    ['acs:rocketmq:cn-hangzhou:1:instances/i/topics/t', 'RocketMQ is not delivered here'],
    ['acs:mq:cn-hangzhou:1:topic', 'RocketMQ is not delivered here'],
    ['acs:oss:cn-hangzhou:1:bucket', 'neither a function nor a message queue'],
    ['order-charge', 'neither an ARN nor an address that begins with http:// or https://'],
    ['ftp://shop.example/', 'neither an ARN nor an address that begins with http:// or https://'],
    ['http://', 'the address names no host'],
    ['http:///path', 'the address names no host'],
    ['https:shop.example', 'the address names no host'],
    ['http://a:b@shop.example/', 'an address with a user name or a password is not called'],
    ['http://shop.example:99999/', '99999 is no port'],
    ['http://-/', "'-' is no host"],
    ['acs:fc:::functions/a b', 'the target has a space or a character that cannot be seen'],
    ['acs:fc:::functions/f\n', 'the target has a space or a character that cannot be seen'],
  ])('%j is not delivered', (text, reason) => {
    expect(parseTarget(text)).toEqual({ kind: 'unsupported', reason })
    expect(nameOfTarget(text)).toBe(text)
  })

  it.each(['acs:fc:::functions/', 'acs:fc:::functions/1f', 'acs:fc:::services/s/functions', 'acs:fc:::functions/a/b'])(
    '%s names no function',
    (text) => {
      expect(parseTarget(text)).toMatchObject({
        kind: 'unsupported',
        reason: expect.stringContaining('names no function'),
      })
    },
  )

  it.each([
    'acs:mns:::queues/q/messages',
    'acs:mns:::/queues/-q/messages',
    'acs:mns:::/queues/q',
    `acs:mns:::/queues/${'q'.repeat(121)}/messages`,
  ])('%s names no queue', (text) => {
    expect(parseTarget(text)).toMatchObject({ kind: 'unsupported', reason: expect.stringContaining('names no queue') })
  })

  it('is of some kind whatever the text', () => {
    const parts = fc.constantFrom(
      'acs:',
      'fc:',
      'mns:',
      ':',
      '/',
      'functions/',
      'services/',
      '/queues/',
      'http://',
      '.',
      '@',
      '[',
      'q',
      '99',
    )
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.oneof(parts, fc.string({ maxLength: 3 }))).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(text, (text) => {
        const target = parseTarget(text)
        if (target.kind === 'unsupported') expect(target.reason).not.toBe('')
        if (target.kind === 'function') expect(text.endsWith(`/${target.functionName}`)).toBe(true)
        if (target.kind === 'queue') expect(text.endsWith(`/queues/${target.queueName}/messages`)).toBe(true)
        if (target.kind === 'http') expect(text).toMatch(/^https?:\/\/[^/]/i)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('A target in a log', () => {
  it('is an address without its query and long parts of its path, and an ARN as it is', () => {
    expect(
      [
        'http://127.0.0.1:8080/results',
        'https://hooks.example.com/send?access_token=hunter2#part',
        'https://hooks.example.com/services/T01/aVeryLongRandomPartOfAPath',
        'https://me:hunter2@example.com/x',
        'acs:fc:::functions/refund-of-a-quite-long-name-of-mine',
      ].map(targetForLog),
    ).toEqual([
      'http://127.0.0.1:8080/results',
      'https://hooks.example.com/send?…',
      'https://hooks.example.com/services/T01/…',
      'https://…@example.com/x',
      'acs:fc:::functions/refund-of-a-quite-long-name-of-mine',
    ])
  })
})
