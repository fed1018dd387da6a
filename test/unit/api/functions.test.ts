import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8 } from 'fflate'
import { describe, expect, it } from 'vitest'
import { fcError, rawFc } from '../../support/rawFc.ts'
import { type Fc, fcModels } from '../../support/sdkClient.ts'
import { createRequest, startTestFcApi, submit, zipOf } from '../../support/testFcApi.ts'

const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) // the SDK's classes as plain objects
const get = async (fc: Fc, name: string) =>
  plain((await fc.getFunction(name, new fcModels.GetFunctionRequest({}))).body)
const update = (fc: Fc, name: string, fields: Record<string, unknown>) =>
  fc.updateFunction(name, new fcModels.UpdateFunctionRequest({ body: new fcModels.UpdateFunctionInput(fields) }))
const names = async (fc: Fc, query: ConstructorParameters<typeof fcModels.ListFunctionsRequest>[0] = {}) => {
  const { body } = await fc.listFunctions(new fcModels.ListFunctionsRequest(query))
  return { names: body?.functions?.map(({ functionName }) => functionName), nextToken: body?.nextToken }
}
const create = (port: number, key: { id: string; secret: string }, body: object) =>
  rawFc(port, { method: 'POST', path: '/2023-03-30/functions', key, body: JSON.stringify(body) })

describe('CreateFunction', () => {
  it('unpacks the zip into the workspace and returns the function', async () => {
    const { fc, workspaceDir, queries } = await startTestFcApi()
    const { body } = await fc.createFunction(createRequest('f', { memorySize: 256, timeout: 10 }))
    expect(plain(body)).toMatchObject({
      functionName: 'f',
      functionArn: expect.stringMatching(/^acs:fc:cn-hangzhou:\d{16}:functions\/f$/),
      functionId: expect.any(String),
      runtime: 'nodejs20',
      handler: 'index.handler',
      description: '',
      memorySize: 256,
      timeout: 10,
      instanceConcurrency: 1,
      environmentVariables: {},
      layers: [],
      diskSize: 512,
      internetAccess: true,
      codeSize: expect.any(Number),
      codeChecksum: expect.stringMatching(/^\d{1,20}$/),
      createdTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      lastModifiedTime: expect.stringMatching(/Z$/),
      state: 'Active',
      lastUpdateStatus: 'Successful',
    })
    const { code } = await queries.getFunction({ accountId: 1, functionName: 'f' })
    expect(code.path.startsWith(join(workspaceDir, 'code'))).toBe(true)
    expect(readFileSync(join(code.path, 'index.js'), 'utf8')).toContain('exports.handler')
  })

  it('keeps and echoes what it does not act on, and says so', async () => {
    const { fc } = await startTestFcApi()
    const request = createRequest('f', {
      layers: ['acs:fc:cn-hangzhou:official:layers/Python310/versions/2'],
      logConfig: new fcModels.LogConfig({ project: 'p', logstore: 'l' }),
      cpu: 0.5,
    })
    const { headers, body } = await fc.createFunction(request)
    expect(plain(body)).toMatchObject({
      layers: [{ arn: 'acs:fc:cn-hangzhou:official:layers/Python310/versions/2', size: 0 }],
      logConfig: { project: 'p', logstore: 'l' },
      cpu: 0.5,
    })
    expect(headers?.['x-taskyard-notice']).toContain('logConfig')
    expect(await get(fc, 'f')).toEqual(plain(body))
  })

  it('refuses a name that is taken', async () => {
    const { fc } = await startTestFcApi()
    await fc.createFunction(createRequest('f'))
    await expect(fc.createFunction(createRequest('f'))).rejects.toMatchObject({
      statusCode: 409,
      code: 'FunctionAlreadyExists',
    })
  })

  it.each([
    ['a bad name', { functionName: '1f' }, 'functionName'],
    ['a memory size off the grid', { memorySize: 100 }, 'memorySize'],
    ['a reserved variable', { environmentVariables: { FC_X: '1' } }, 'environmentVariables'],
    ['no runtime', { runtime: null }, 'runtime'],
    ['no code', { code: null }, 'code.zipFile'],
    ['code in OSS', { code: { ossBucketName: 'b', ossObjectName: 'o' } }, 'OSS'],
    ['code that is no zip', { code: { zipFile: Buffer.from('nonsense').toString('base64') } }, 'not a zip file'],
    ['code of another type', { code: 'index.js' }, 'expected object'],
    ['a wrong checksum', { code: { zipFile: zipOf({ 'index.js': strToU8('') }), checksum: '1' } }, 'checksum'],
  ])('refuses %s', async (_name, fields, hint) => {
    const { port, key } = await startTestFcApi()
    const zipFile = zipOf({ 'index.js': strToU8('') })
    const answer = await create(port, key, { functionName: 'f', runtime: 'nodejs20', code: { zipFile }, ...fields })
    expect(fcError(answer)).toMatchObject({
      status: 400,
      Code: 'InvalidArgument',
      Message: expect.stringContaining(hint),
    })
  })

  it.each(['', '{', '[]', 'null', '"text"'])('refuses the body %j', async (body) => {
    const { port, key } = await startTestFcApi()
    const answer = await rawFc(port, { method: 'POST', path: '/2023-03-30/functions', key, body })
    expect(fcError(answer)).toMatchObject({
      status: 400,
      Code: 'InvalidArgument',
      Message: expect.stringContaining('JSON'),
    })
  })

  it('refuses a zip that leaves its folder, and writes nothing', async () => {
    const { port, key, workspaceDir } = await startTestFcApi()
    const zipFile = zipOf({ '../../../escaped.js': strToU8('') })
    const answer = await create(port, key, { functionName: 'f', runtime: 'nodejs20', code: { zipFile } })
    expect(fcError(answer)).toMatchObject({
      status: 400,
      Code: 'InvalidArgument',
      Message: expect.stringContaining('outside'),
    })
    expect(readdirSync(workspaceDir, { recursive: true }).filter((path) => String(path).includes('escaped'))).toEqual(
      [],
    )
  })
})

describe('UpdateFunction', () => {
  it('changes what is given and keeps the rest', async () => {
    const { fc } = await startTestFcApi()
    const { body: before } = await fc.createFunction(
      createRequest('f', { environmentVariables: { A: '1' }, description: 'd' }),
    )
    await update(fc, 'f', { timeout: 60, environmentVariables: { B: '2' } })
    const after = await get(fc, 'f')
    expect(after).toMatchObject({ timeout: 60, environmentVariables: { B: '2' }, description: 'd' })
    expect(after.codeChecksum).toBe(before?.codeChecksum)
  })

  it('replaces the code when given', async () => {
    const { fc } = await startTestFcApi()
    await fc.createFunction(createRequest('f'))
    const before = await get(fc, 'f')
    const zipFile = zipOf({ 'index.js': strToU8('exports.handler = async () => "new"') })
    await update(fc, 'f', { code: new fcModels.InputCodeLocation({ zipFile }) })
    expect((await get(fc, 'f')).codeChecksum).not.toBe(before.codeChecksum)
  })

  it('refuses a bad value and changes nothing', async () => {
    const { fc } = await startTestFcApi()
    await fc.createFunction(createRequest('f'))
    const before = await get(fc, 'f')
    await expect(update(fc, 'f', { timeout: 0 })).rejects.toMatchObject({ statusCode: 400, code: 'InvalidArgument' })
    expect(await get(fc, 'f')).toEqual(before)
  })

  it('of an unknown function gives 404', async () => {
    const { fc } = await startTestFcApi()
    await expect(update(fc, 'none', { timeout: 5 })).rejects.toMatchObject({
      statusCode: 404,
      code: 'FunctionNotFound',
    })
  })
})

describe('ListFunctions', () => {
  async function withFunctions() {
    const api = await startTestFcApi()
    for (const name of ['order-a', 'order-b', 'other', 'zeta']) {
      await api.fc.createFunction(
        createRequest(name, name === 'zeta' ? { runtime: 'python3.12', description: 'last one' } : {}),
      )
    }
    return api
  }

  it('gives all by name, and pages', async () => {
    const { fc } = await withFunctions()
    expect(await names(fc)).toEqual({ names: ['order-a', 'order-b', 'other', 'zeta'], nextToken: undefined })
    const first = await names(fc, { limit: 3 })
    expect(first.names).toEqual(['order-a', 'order-b', 'other'])
    expect(await names(fc, { limit: 3, nextToken: first.nextToken! })).toEqual({
      names: ['zeta'],
      nextToken: undefined,
    })
  })

  it.each([
    [{ prefix: 'order-' }, ['order-a', 'order-b']],
    [{ functionName: 'the' }, ['other']],
    [{ runtime: 'python3.12' }, ['zeta']],
    [{ description: 'last' }, ['zeta']],
    [{ fcVersion: 'v3', prefix: 'z' }, ['zeta']],
    [{ fcVersion: 'v2' }, []],
  ])('filters by %o', async (query, expected) => {
    const { fc } = await withFunctions()
    expect((await names(fc, query)).names).toEqual(expected)
  })

  it('says which filter it does not have', async () => {
    const { fc } = await startTestFcApi()
    await expect(names(fc, { resourceGroupId: 'rg' })).rejects.toMatchObject({
      code: 'InvalidArgument',
      message: expect.stringContaining('resourceGroupId'),
    })
  })

  it('refuses a token that it did not give out', async () => {
    const { fc } = await startTestFcApi()
    await expect(names(fc, { nextToken: '////' })).rejects.toMatchObject({ code: 'InvalidArgument' })
  })
})

describe('DeleteFunction', () => {
  it('answers 204, and then there is none', async () => {
    const { fc } = await startTestFcApi()
    await fc.createFunction(createRequest('f'))
    expect((await fc.deleteFunction('f')).statusCode).toBe(204)
    await expect(get(fc, 'f')).rejects.toMatchObject({ statusCode: 404, code: 'FunctionNotFound' })
    await expect(submit(fc, 'f')).rejects.toMatchObject({ code: 'FunctionNotFound' })
    await expect(fc.deleteFunction('f')).rejects.toMatchObject({ code: 'FunctionNotFound' })
  })
})
