import { describe, expect, it } from 'vitest'
import { CommandLine } from '../../support/commandLine.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'
import { until } from '../../support/until.ts'

const project = () =>
  projectFolder({
    's.yaml': specOf({ echo: [], other: [] }),
    'echo/index.js': 'exports.handler = async (event) => event.toString()',
    'other/index.js': 'exports.handler = async (event) => event.toString()',
  })

async function serving() {
  const cli = new CommandLine(project())
  await cli.serve()
  const json = async (...args: string[]) => JSON.parse((await cli.run(['instances', ...args, '--json'])).stdout)
  return { cli, json }
}

describe('taskyard instances', () => {
  it('says how instances come about while there is none', async () => {
    const { cli } = await serving()
    expect(await cli.run(['instances'])).toMatchObject({ code: 0, stdout: expect.stringContaining('No instance has') })
  })

  it('starts some ahead of tasks, lists them, shows one, ends and restarts it', async () => {
    const { cli, json } = await serving()
    expect((await cli.run(['instances', '--prewarm', 'echo'])).stdout).toBe('Started 1 instance.\n')
    const { instanceId } = await until(
      async () => (await json()).living.find(({ state }: { state: string }) => state === 'idle'),
      { what: 'an idle instance' },
    )
    await cli.run(['invoke', 'echo', 'hello'])
    const list = (await cli.run(['instances'])).stdout
    expect(list).toMatch(/^INSTANCE +FUNCTION +STATE +SERVED +CPU +MEMORY +DOING\n/)
    expect(list).toMatch(new RegExp(`\\n${instanceId}  echo +idle +1 .*idle since \\d\\d:`))
    expect((await json('--function', 'other')).living).toEqual([])
    const { stdout: shown } = await cli.run(['instances', instanceId])
    expect(shown).toMatch(new RegExp(`^instance: +${instanceId}\\nfunction: +echo\\nstate: +idle\\n`))
    expect(await json(instanceId)).toMatchObject({ instanceId, servedCount: 1, samples: { atMs: expect.any(Array) } })
    expect(await cli.run(['instances', instanceId, '--restart'])).toMatchObject({ code: 0 })
    await until(async () => (await json()).ended.some((one: { instanceId: string }) => one.instanceId === instanceId), {
      what: 'it to end',
    })
    const { code, stderr } = await cli.run(['instances', instanceId, '--stop-now'])
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: expect.stringMatching(/has ended \(restarted by hand\).*instance_ended/),
    })
    expect((await cli.run(['instances', '--ended', '5'])).stdout).toContain('restarted by hand')
  })

  it('refuses what does not go together, and what is not there', async () => {
    const { cli } = await serving()
    const outcome = async (...args: string[]) => {
      const { code, stderr } = await cli.run(['instances', ...args])
      return { code, stderr }
    }
    const bad = (text: string) => ({ code: 2, stderr: expect.stringContaining(text) })
    expect(await outcome('--stop')).toEqual(bad('say which instance'))
    expect(await outcome('c-1', '--stop', '--restart')).toEqual(bad('only one of'))
    expect(await outcome('c-1', '--prewarm', 'echo')).toEqual(bad('--prewarm starts new instances'))
    expect(await outcome('--count', '2')).toEqual(bad('--count goes with --prewarm'))
    expect(await outcome('--prewarm', 'echo', '--count', '0')).toEqual(bad('from 1 to 100'))
    expect(await outcome('c-none')).toEqual({ code: 3, stderr: expect.stringContaining("no instance 'c-none'") })
    expect(await outcome('--prewarm', 'none')).toEqual({ code: 3, stderr: expect.stringContaining('none') })
  })
})
