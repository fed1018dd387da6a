/** Workspaces that cannot be opened or written, and ports that are taken, as a whole host meets them. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { projectFolder, specOf } from '../support/projectFolder.ts'
import { sdkClient, submitWith, taskWith } from '../support/sdkClient.ts'
import { temporaryDir } from '../support/temporaryDir.ts'
import { startTestHost, TEST_KEY } from '../support/testHost.ts'
import { until } from '../support/until.ts'

const project = () =>
  projectFolder({
    's.yaml': specOf({ echo: ['handler: index.handler', 'asyncInvokeConfig: { asyncTask: true }'] }),
    'echo/index.js': 'exports.handler = (event, context, callback) => callback(null, event)',
  })
const submission = (taskId: string | null, payload = '{}') => ({
  functionName: 'echo',
  taskId,
  payload,
  delaySeconds: 0,
})
const code = (code: string) => expect.objectContaining({ code })

describe('a workspace', () => {
  it('that another host has open is refused, and the first one goes on', async () => {
    const first = await startTestHost({ project: project() })
    await expect(startTestHost({ workspaceDir: first.workspaceDir })).rejects.toEqual(code('workspace_in_use'))
    const client = sdkClient(first.fcEndpoint, TEST_KEY)
    await expect(submitWith(client, submission('still-here'))).resolves.toEqual({ taskId: 'still-here' })
  })

  it('whose database is damaged is refused with what to do, and left untouched', async () => {
    const workspaceDir = temporaryDir()
    writeFileSync(`${workspaceDir}/tasks.db`, 'no database at all, whatever its name says. '.repeat(200))
    const before = readFileSync(`${workspaceDir}/tasks.db`)
    const refusal = startTestHost({ workspaceDir })
    await expect(refusal).rejects.toEqual(code('workspace_damaged'))
    await expect(refusal).rejects.toThrow('move it away')
    expect(readFileSync(`${workspaceDir}/tasks.db`).equals(before)).toBe(true)
  })

  it('of a newer version is refused and left untouched', async () => {
    const workspaceDir = temporaryDir()
    const db = new Database(`${workspaceDir}/tasks.db`)
    db.exec('CREATE TABLE fromTheFuture (x)')
    db.pragma('user_version = 99')
    db.close()
    const before = readFileSync(`${workspaceDir}/tasks.db`)
    await expect(startTestHost({ workspaceDir })).rejects.toEqual(code('workspace_newer'))
    expect(readFileSync(`${workspaceDir}/tasks.db`).equals(before)).toBe(true)
  })

  it('on a full disk refuses submits with 503, keeps what it has and serves on', async () => {
    const host = await startTestHost({ project: project(), choices: { maxDatabasePages: 400 } })
    const client = sdkClient(host.fcEndpoint, TEST_KEY)
    await submitWith(client, submission('early'))
    const early = async () => (await taskWith(client, 'echo', 'early')).status
    await until(async () => (await early()) === 'Succeeded', { what: 'the first task to end' })
    const big = JSON.stringify('x'.repeat(100_000))
    const refusal = await until(
      () =>
        submitWith(client, submission(null, big)).then(
          () => null,
          (error: unknown) => error,
        ),
      { what: 'the disk to be full', everyMs: 1, withinMs: 60_000 },
    )
    expect(refusal).toMatchObject({ statusCode: 503 })
    expect(await early()).toBe('Succeeded')
  })

  it('below the floor of free disk space refuses submits with the reason', async () => {
    const host = await startTestHost({ project: project(), choices: { minFreeDiskBytes: Number.MAX_SAFE_INTEGER } })
    const refusal = submitWith(sdkClient(host.fcEndpoint, TEST_KEY), submission('any'))
    await expect(refusal).rejects.toMatchObject({
      statusCode: 503,
      message: expect.stringContaining('free some disk space'),
    })
  })
})

describe('a port of the FC API', () => {
  it('that is taken is refused when it was asked for by number', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    const address = await until(() => server.address(), { what: 'the server to listen' })
    const fcPort = typeof address === 'string' ? 0 : address.port
    await expect(startTestHost({ choices: { fcPort } })).rejects.toEqual(code('port_in_use'))
  })

  it('is remembered, so that a client finds the host again after a restart', async () => {
    const first = await startTestHost({ choices: { fcPort: null } })
    await first.kill()
    const second = await startTestHost({ workspaceDir: first.workspaceDir, choices: { fcPort: null } })
    expect(second.fcEndpoint).toBe(first.fcEndpoint)
  })
})
