import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CommandLine } from '../../support/commandLine.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'

const project = () =>
  projectFolder({
    's.yaml': specOf({
      pay: ['# not more often than the bank allows', 'asyncInvokeConfig: { maxAsyncRetryAttempts: 1 }'],
      refund: [],
    }),
    'pay/index.js': 'exports.handler = async (event) => event.toString()',
    'refund/index.js': 'exports.handler = async (event) => event.toString()',
  })

describe('taskyard config', () => {
  it('shows, changes, writes and gives up what becomes of asynchronous calls', async () => {
    const dir = project()
    const cli = new CommandLine(dir)
    const host = await cli.serve()
    const text = async (...args: string[]) => (await cli.run(['config', 'pay', ...args])).stdout
    expect(await text()).toBe(
      [
        'Task mode     off      default',
        'Retries       1        s.yaml',
        'Maximum age   86400 s  default',
        'On success    none     default',
        'On failure    none     default',
        'Compensation  none     default',
        '',
      ].join('\n'),
    )
    expect(await text('--retries', '0', '--task-mode', 'on', '--on-failure', 'queue:failed')).toBe(
      [
        'Task mode     on            changed here, s.yaml says off',
        'Retries       0             changed here, s.yaml says 1',
        'Maximum age   86400 s       default',
        'On success    none          default',
        'On failure    queue failed  changed here, s.yaml says none',
        'Compensation  none          default',
        '',
      ].join('\n'),
    )
    expect(await text('--revert')).toMatch(
      /^Retries +1 +s\.yaml[\s\S]*\n\nWhat was changed here is given up: s\.yaml holds again\.\n$/m,
    )
    expect(await text('--revert')).toMatch(/\n\nNothing was changed here: s\.yaml holds\.\n$/)
    expect(await text('--max-age', '60', '--write')).toMatch(
      /^Maximum age +60 s +s\.yaml$[\s\S]*\n\nWritten to .*s\.yaml\.\n$/m,
    )
    expect(readFileSync(join(dir, 's.yaml'), 'utf8')).toContain(
      '# not more often than the bank allows\n      asyncInvokeConfig: { maxAsyncRetryAttempts: 1, maxAsyncEventAgeInSeconds: 60 }\n',
    )
    expect(await text('--on-success', 'function:nobody')).toMatch(
      /\n\nOn success: there is no function 'nobody' now: until there is one, deliveries to it fail\.\n$/,
    )
    expect(JSON.parse(await text('--on-success', 'none', '--json'))).toMatchObject({
      functionName: 'pay',
      onSuccess: { value: null, origin: 'default' },
      maxAgeSeconds: { value: 60, origin: 'file' },
    })
    expect(await text('--compensation', 'refund')).toMatch(/^Compensation +refund +changed here, s\.yaml says none$/m)
    expect(await cli.run(['config', 'pay', '--on-failure', 'nowhere'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('a target is the ARN of a function'),
    })
    host.child.kill('SIGTERM')
    await host.outcome
  })

  it('refuses what it cannot read before it looks for a host', async () => {
    const cli = new CommandLine(project())
    const refusal = async (...args: string[]) => {
      const { code, stderr } = await cli.run(['config', 'pay', ...args])
      expect(code).toBe(2)
      return stderr
    }
    expect(await refusal('--retries', '9')).toContain('a whole number from 0 to 8')
    expect(await refusal('--max-age', '0')).toContain('a whole number from 1 to 2592000')
    expect(await refusal('--task-mode', 'maybe')).toContain('It is on or off.')
    expect(await refusal('--revert', '--write')).toContain('give --revert alone')
    expect(await refusal('--revert', '--retries', '1')).toContain('give --revert alone')
  })
})
