import { describe, expect, it } from 'vitest'
import { CommandLine } from '../../support/commandLine.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'

const HANDLER = `exports.handler = async (event) => {
  process.stdout.write('begin ')
  process.stderr.write('careful\\n')
  process.stdout.write(event.toString() + '\\n')
  return 'done'
}`

/** A host whose function \`say\` has been called with each of the texts. */
async function hostThatSaid(...said: string[]) {
  const project = projectFolder({
    's.yaml': specOf({ say: [], other: [] }),
    'say/index.js': HANDLER,
    'other/index.js': HANDLER,
  })
  const cli = new CommandLine(project)
  const host = await cli.serve()
  for (const text of said) await cli.run(['invoke', 'say', text])
  const printed = async (...args: string[]) => {
    const { code, stdout, stderr } = await cli.run(['logs', ...args])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return stdout.split('\n').slice(0, -1)
  }
  /** Output travels on its own: the last line is there once a follower has printed it. */
  const follower = cli.start(['logs', '--follow'])
  const last = said.at(-1)
  if (last !== undefined) await follower.printed(`begin ${last}`)
  return { cli, host, printed, follower }
}

describe('taskyard logs', () => {
  it('prints whole lines with time, function and instance, and as JSON what they belong to', async () => {
    const { printed } = await hostThatSaid('hello')
    const lines = await printed()
    expect(lines.filter((line) => /begin|careful/.test(line)).toSorted()).toEqual([
      expect.stringMatching(/^\d\d:\d\d:\d\d\.\d{3} say c-[0-9a-f]{8} begin hello$/),
      expect.stringMatching(/^\d\d:\d\d:\d\d\.\d{3} say c-[0-9a-f]{8} careful$/),
    ])
    const json = (await printed('--json', '--search', 'CAREFUL')).map((line) => JSON.parse(line))
    expect(json).toEqual([
      {
        functionName: 'say',
        instanceId: expect.stringMatching(/^c-/),
        taskId: null,
        attempt: null,
        stream: 'stderr',
        atMs: expect.any(Number),
        text: 'careful',
      },
    ])
  })

  it('keeps to a function, an instance, a time, a text, an expression', async () => {
    const { printed } = await hostThatSaid('one', 'Two')
    expect(await printed('--function', 'other')).toEqual([])
    expect(await printed('--instance', 'c-none')).toEqual([])
    expect(await printed('--since', '2999-01-01')).toEqual([])
    expect(await printed('--search', 'two')).toHaveLength(1)
    expect(await printed('--search', 'two', '--case-sensitive')).toEqual([])
    expect(await printed('--since', 'all', '--regex', '^begin (one|two)$')).toHaveLength(2)
  })

  it('follows until Ctrl-C, which is a good end', async () => {
    const { cli, follower } = await hostThatSaid('one')
    await cli.run(['invoke', 'say', 'later'])
    await follower.printed('begin later')
    follower.child.kill('SIGINT')
    expect((await follower.outcome).code).toBe(0)
  })

  it('says what is wrong with an expression', async () => {
    const { cli } = await hostThatSaid()
    expect(await cli.run(['logs', '--regex', '(a'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('this is not a regular expression'),
    })
    expect(await cli.run(['logs', '--since', 'yesterday'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('30s, 15m, 2h or 7d'),
    })
  })
})
