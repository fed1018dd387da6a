import { describe, expect, it } from 'vitest'
import { CommandLine } from '../../support/commandLine.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'

const project = () =>
  projectFolder({
    's.yaml': specOf({ echo: [] }),
    'echo/index.js': 'exports.handler = async (event) => event.toString()',
  })

describe('taskyard hold', () => {
  it('says, sets and ends for how long instances of failed attempts are kept, over restarts of the host', async () => {
    const cli = new CommandLine(project())
    const host = await cli.serve()
    const off = { functionName: 'echo', holdMinutes: 0 }
    expect(JSON.parse((await cli.run(['hold', 'echo', '--json'])).stdout)).toEqual(off)
    expect(await cli.run(['hold', 'echo', '--minutes', '15'])).toEqual({
      code: 0,
      stdout: 'When an attempt fails, its instance is kept for 15 minutes. It takes no other task meanwhile.\n',
      stderr: '',
    })
    host.child.kill('SIGTERM')
    await host.outcome
    const next = await cli.serve()
    expect(JSON.parse((await cli.run(['hold', 'echo', '--json'])).stdout)).toEqual({ ...off, holdMinutes: 15 })
    expect(await cli.run(['hold', 'echo', '--off'])).toEqual({
      code: 0,
      stdout: 'Instances end at once when an attempt fails in them.\n',
      stderr: '',
    })
    next.child.kill('SIGTERM')
    expect((await next.outcome).code).toBe(0)
  })

  it('refuses what is no time, and a function that is not there', async () => {
    const cli = new CommandLine(project())
    expect(await cli.run(['hold', 'echo', '--minutes', '121'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('a whole number of minutes up to 120'),
    })
    expect(await cli.run(['hold', 'echo', '--minutes', '1', '--off', '--json'])).toMatchObject({
      stdout: expect.stringContaining('"invalid_input"'),
    })
    expect(await cli.run(['hold', 'echo', '--off'])).toMatchObject({
      stderr: expect.stringContaining('taskyard serve'),
    })
    const host = await cli.serve()
    expect(await cli.run(['hold', 'nobody', '--off', '--json'])).toMatchObject({
      stdout: expect.stringContaining('"function_not_found"'),
    })
    host.child.kill('SIGTERM')
    await host.outcome
  })
})
