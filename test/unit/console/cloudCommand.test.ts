/** A command line that a shell hands to Serverless Devs exactly as it is meant. */
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cloudCommand, needsFile, regionOf, shellWord } from '../../../electron/api/console/cloudCommand.ts'

const CALL = { functionName: 'pay', region: 'cn-hangzhou', taskId: 'replay-1', event: { text: '{"order":7}' } }

describe('the command that replays a task in the cloud', () => {
  it('is an asynchronous call with a task id of its own', () => {
    expect(cloudCommand(CALL)).toBe(
      `s cli fc3 invoke --region cn-hangzhou --function-name pay --invocation-type async --stateful-async-invocation-id replay-1 --event '{"order":7}'`,
    )
  })

  it('reads a payload from a file where a terminal would not show it', () => {
    const file = cloudCommand({ ...CALL, event: { file: '/projects/my data/pay.txt' } })
    expect(file).toContain(`--event-file '/projects/my data/pay.txt'`)
    expect([needsFile('{"a":1}'), needsFile('a\nb'), needsFile('x'.repeat(501)), needsFile('a\u202eb')]).toEqual([
      false,
      true,
      true,
      true,
    ])
  })

  it('never lets a payload be an option or nothing', () => {
    expect(cloudCommand({ ...CALL, event: { text: '--debug' } })).toContain(' --event=--debug')
    expect(cloudCommand({ ...CALL, event: { text: '' } })).toMatch(/ --event ''$/)
  })

  it('gives a shell each word as it was', () => {
    const words = fc.array(
      fc.string({ maxLength: 40 }).filter((text) => !/[\0]/.test(text)),
      { minLength: 1, maxLength: 5 },
    )
    fc.assert(
      fc.property(words, (texts) => {
        const line = `printf '%s\\0' ${texts.map(shellWord).join(' ')}`
        const heard = execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' })
        expect(heard.split('\0').slice(0, -1)).toEqual(texts)
      }),
      { numRuns: 40, examples: [[["it's", '$(id)', '`id`', '"', '\\', '', '!x', '*']]] },
    )
  })

  it('takes the region of the ARN when it has one', () => {
    expect([regionOf('acs:fc:cn-beijing:1:functions/f'), regionOf('acs:fc:::functions/f')]).toEqual([
      'cn-beijing',
      null,
    ])
    expect(regionOf('acs:fc:--debug:1:functions/f')).toBeNull()
  })
})
