import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { CommandLine, type Running } from '../../support/commandLine.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'

const FUNCTIONS = {
  's.yaml': specOf({ echo: [], fail: ['asyncInvokeConfig: { maxAsyncRetryAttempts: 0 }'], bytes: [] }),
  'echo/index.js': 'exports.handler = async (event) => event.toString()',
  'fail/index.js': 'exports.handler = async () => { throw new Error("as asked") }',
  'bytes/index.js': 'exports.handler = (event, context, callback) => callback(null, Buffer.from([0, 255, 1]))',
}
let host: Running | null = null
afterEach(() => {
  host?.child.kill('SIGTERM')
  host = null
})

/** A command line in a project, with a host that serves it. */
async function served(): Promise<CommandLine> {
  const cli = new CommandLine(projectFolder(FUNCTIONS))
  host = await cli.serve()
  return cli
}

describe('taskyard invoke beside a running host', () => {
  it('prints what the function returns', async () => {
    const cli = await served()
    writeFileSync(join(cli.currentDir, 'order.json'), '{"from":"file"}')
    const quiet = (stdout: string) => ({ code: 0, stdout, stderr: '' })
    expect(await cli.run(['invoke', 'echo', '{"a":1}'])).toEqual(quiet('{"a":1}\n'))
    expect(await cli.run(['invoke', 'echo', '@order.json'])).toEqual(quiet('{"from":"file"}\n'))
    expect(await cli.run(['invoke', 'echo', '-'], 'from stdin')).toEqual(quiet('from stdin\n'))
    expect(await cli.run(['invoke', 'bytes'])).toMatchObject({ code: 0 })
    expect(JSON.parse((await cli.run(['invoke', 'bytes', '--json'])).stdout).body).toEqual({ base64: 'AP8B' })
  })

  it('exits with 1 when the function fails, and prints its error', async () => {
    const cli = await served()
    const { code, stdout, stderr } = await cli.run(['invoke', 'fail'])
    expect({ code, message: JSON.parse(stdout).errorMessage }).toEqual({ code: 1, message: 'as asked' })
    expect(stderr).toMatch(/the function failed: HandledInvocationError|UnhandledInvocationError/)
  })

  it('queues a task and prints its id', async () => {
    const cli = await served()
    expect(await cli.run(['invoke', 'echo', 'x', '--async', '--task-id', 'first'])).toMatchObject({
      code: 0,
      stdout: 'first\n',
    })
    expect(await cli.run(['invoke', 'echo', 'x', '--task-id', 'first', '--json'])).toMatchObject({
      code: 4,
      stdout: expect.stringMatching(/^\{"code":"task_exists","message":".*first.*"\}\n$/),
    })
    const { stdout } = await cli.run(['invoke', 'echo', 'x', '--async', '--json'])
    expect(JSON.parse(stdout)).toEqual({
      functionName: 'echo',
      taskId: expect.stringMatching(/^1-/),
      requestId: expect.any(String),
    })
  })

  it('waits for a task that is wanted, also a delayed one', async () => {
    const cli = await served()
    const waited = await cli.run(['invoke', 'echo', 'late', '--wait', '--delay', '1'])
    expect(waited).toMatchObject({ code: 0, stdout: 'late\n' })
    const { code, stdout } = await cli.run(['invoke', 'fail', '--wait', '--json'])
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 1, state: 'Failed', attemptCount: 1, payload: '' })
  })

  it('leaves a task queued when waiting for it is interrupted', async () => {
    const cli = await served()
    const waiting = cli.start(['invoke', 'echo', 'x', '--delay', '600', '--wait'])
    await waiting.printed('is queued')
    waiting.child.kill('SIGINT')
    expect(await waiting.outcome).toMatchObject({ code: 130, stderr: expect.stringContaining('stays queued') })
  })

  it.each([
    ['an unknown function', ['nope'], 3, 'function_not_found'],
    ['a malformed function name', ['1 2'], 2, 'invalid_input'],
    ['a malformed task id', ['echo', 'x', '--task-id', '1 2'], 2, 'invalid_input'],
    ['a delay over an hour', ['echo', 'x', '--delay', '3601'], 2, 'invalid_input'],
    ['a file that is not there', ['echo', '@nowhere.json'], 2, 'invalid_input'],
    ['no function at all', [], 2, 'invalid_input'],
  ])('refuses %s with a code and an exit code', async (_what, args, code, errorCode) => {
    const cli = await served()
    const asJson = await cli.run(['invoke', ...args, '--json'])
    expect({ code: asJson.code, stderr: asJson.stderr, ...JSON.parse(asJson.stdout) }).toEqual({
      code: errorCode,
      stderr: '',
      message: expect.any(String),
    })
    expect(asJson.code).toBe(code)
    const asText = await cli.run(['invoke', ...args])
    expect({ code: asText.code, stdout: asText.stdout }).toEqual({ code, stdout: '' })
    expect(asText.stderr).not.toBe('')
  })

  it('refuses a payload over 128 KiB for a task', async () => {
    const cli = await served()
    const outcome = await cli.run(['invoke', 'echo', '-', '--async', '--json'], 'x'.repeat(131_073))
    expect({ exit: outcome.code, code: JSON.parse(outcome.stdout).code }).toEqual({
      exit: 2,
      code: 'payload_too_large',
    })
  })
})

describe('taskyard invoke without a host', () => {
  it('starts one, calls the function and stops it', async () => {
    const cli = new CommandLine(projectFolder(FUNCTIONS))
    expect(await cli.run(['invoke', 'echo', 'alone', '--port', '0'])).toMatchObject({ code: 0, stdout: 'alone\n' })
    expect((await cli.run(['env'])).code).toBe(3)
  })

  it('waits for its task, since nobody else would run it', async () => {
    const cli = new CommandLine(projectFolder(FUNCTIONS))
    const outcome = await cli.run(['invoke', 'echo', 'queued', '--async', '--port', '0'])
    expect(outcome).toMatchObject({
      code: 0,
      stdout: 'queued\n',
      stderr: expect.stringContaining('no host was running'),
    })
  })

  it('names another project with --dir', async () => {
    const dir = projectFolder(FUNCTIONS)
    const outcome = await new CommandLine().run(['invoke', 'echo', 'there', '--dir', dir, '--port', '0'])
    expect(outcome).toMatchObject({ code: 0, stdout: 'there\n' })
  })

  it('says what is wrong with the project', async () => {
    const dir = projectFolder({ 's.yaml': 'edition: 1.0.0' })
    const { code, stdout } = await new CommandLine(dir).run(['invoke', 'echo', '--json', '--port', '0'])
    expect({ exit: code, code: JSON.parse(stdout).code }).toEqual({ exit: 5, code: 'project_invalid' })
  })
})
