import { describe, expect, it } from 'vitest'
import { CommandLine } from '../../support/commandLine.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'

const project = () =>
  projectFolder({
    's.yaml': specOf({ echo: [] }),
    'echo/index.js': 'exports.handler = async (event) => event.toString()',
  })

describe('taskyard messages', () => {
  it('makes, fills, reads, empties and deletes a queue of the running host', async () => {
    const cli = new CommandLine(project())
    const host = await cli.serve()
    const json = async (...args: string[]) => JSON.parse((await cli.run(['messages', ...args, '--json'])).stdout)
    const text = async (...args: string[]) => (await cli.run(['messages', ...args])).stdout

    expect(await text()).toMatch(/^There is no message queue yet/)
    expect(await text('create', 'bills', '--visibility', '60')).toBe(
      'Messages that are received from bills are hidden for 60 s.\n',
    )
    const body = '{"order":"A-1"}'
    const { stdout: sent } = await cli.run(['messages', 'send', 'bills', '-'], body)
    expect(sent).toMatch(/^Sent [0-9A-F]{32}\.$/m)
    await text('send', 'bills', 'the second')
    expect(await text()).toMatch(/^bills +2 +0 +\S+( s)? +60 s$/m)
    expect(await json('peek', 'bills', '--text', 'SECOND')).toMatchObject({
      messages: [{ body: 'the second', receiveCount: 0 }],
      hasMore: false,
    })

    const taken = await json('receive', 'bills')
    expect(taken.messages).toMatchObject([{ body, receiveCount: 1 }])
    expect(await json()).toMatchObject({ queues: [{ queueName: 'bills', visibleCount: 1, hiddenCount: 1 }] })
    expect(await text('peek', 'bills', '--hidden')).toContain('received once, hidden until')
    expect(await text('delete', 'bills', taken.messages[0].receiptHandle)).toBe('It is deleted.\n')
    expect(await cli.run(['messages', 'delete', 'bills', taken.messages[0].messageId])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('message_not_found'),
    })
    expect(await text('receive', 'bills', '--limit', '16', '--delete')).toContain('the second')
    expect(await text('receive', 'bills')).toMatch(/^No message is visible/)
    await text('send', 'bills', 'the third', '--delay', '60')
    expect(await text('purge', 'bills')).toBe('Deleted 1 message.\n')
    expect(await text('remove', 'bills')).toBe('Deleted the queue bills with 0 messages.\n')
    expect(await json('purge', 'bills')).toMatchObject({ code: 'queue_not_found' })
    host.child.kill('SIGTERM')
    await host.outcome
  })

  it('refuses what it cannot read before it looks for a host', async () => {
    const cli = new CommandLine(project())
    const refusal = async (...args: string[]) => {
      const { code, stderr } = await cli.run(['messages', ...args])
      expect(code).toBe(2)
      return stderr
    }
    expect(await refusal('receive', 'bills', '--limit', '17')).toContain('a whole number from 1 to 16')
    expect(await refusal('create', 'bills', '--visibility', '0')).toContain('a whole number from 1 to 43200')
    expect(await refusal('send', 'bills')).toContain("missing required argument 'body'")
    expect(await cli.run(['messages', 'peek', 'bills', '--limit', 'x', '--json'])).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('"invalid_input"'),
      stderr: '',
    })
  })
})
