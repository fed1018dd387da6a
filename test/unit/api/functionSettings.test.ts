import { describe, expect, it } from 'vitest'
import { type Fc, fcModels } from '../../support/sdkClient.ts'
import { createRequest, startTestFcApi } from '../../support/testFcApi.ts'

const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) // the SDK's classes as plain objects

async function withFunctions(...names: string[]) {
  const api = await startTestFcApi()
  for (const name of names) await api.fc.createFunction(createRequest(name))
  return api
}
const putAsync = (fc: Fc, name: string, fields: ConstructorParameters<typeof fcModels.PutAsyncInvokeConfigInput>[0]) =>
  fc.putAsyncInvokeConfig(
    name,
    new fcModels.PutAsyncInvokeConfigRequest({ body: new fcModels.PutAsyncInvokeConfigInput(fields) }),
  )
const getAsync = (fc: Fc, name: string) =>
  fc.getAsyncInvokeConfig(name, new fcModels.GetAsyncInvokeConfigRequest({ qualifier: 'LATEST' }))
const putConcurrency = (fc: Fc, name: string, reservedConcurrency: number) =>
  fc.putConcurrencyConfig(
    name,
    new fcModels.PutConcurrencyConfigRequest({ body: new fcModels.PutConcurrencyInput({ reservedConcurrency }) }),
  )

describe('the asynchronous configuration', () => {
  it('does not exist until it is put', async () => {
    const { fc } = await withFunctions('f')
    await expect(getAsync(fc, 'f')).rejects.toMatchObject({ statusCode: 404, code: 'AsyncConfigNotExists' })
  })

  it('is put with FC defaults, read and deleted', async () => {
    const { fc } = await withFunctions('f')
    const { body } = await putAsync(fc, 'f', { asyncTask: true })
    expect(plain(body)).toEqual({
      functionArn: expect.stringMatching(/functions\/f$/),
      asyncTask: true,
      maxAsyncRetryAttempts: 3,
      maxAsyncEventAgeInSeconds: 86_400,
      createdTime: expect.stringMatching(/Z$/),
      lastModifiedTime: expect.stringMatching(/Z$/),
    })
    expect(plain((await getAsync(fc, 'f')).body)).toEqual(plain(body))
    const deleted = await fc.deleteAsyncInvokeConfig('f', new fcModels.DeleteAsyncInvokeConfigRequest({}))
    expect(deleted.statusCode).toBe(204)
    await expect(getAsync(fc, 'f')).rejects.toMatchObject({ code: 'AsyncConfigNotExists' })
  })

  it('keeps and echoes destinations, and says which of them nothing is delivered to', async () => {
    const { fc } = await withFunctions('f')
    const put = async (onFailure: string) => {
      const destinationConfig = new fcModels.DestinationConfig({
        onFailure: new fcModels.Destination({ destination: onFailure }),
      })
      const { headers, body } = await putAsync(fc, 'f', { destinationConfig })
      expect(plain(body?.destinationConfig)).toEqual({ onFailure: { destination: onFailure } })
      return headers?.['x-taskyard-notice']
    }
    expect(await put('acs:mns:::/queues/failed/messages')).toBeUndefined()
    const notice = 'asyncInvokeConfig.destinationConfig.onFailure: recorded as a failed delivery'
    expect(await put('acs:mns:::/topics/failed/messages')).toBe(notice)
    expect((await getAsync(fc, 'f')).headers?.['x-taskyard-notice']).toBe(notice)
  })

  it.each([{ maxAsyncRetryAttempts: 9 }, { maxAsyncRetryAttempts: -1 }, { maxAsyncEventAgeInSeconds: 2_592_001 }])(
    'refuses %o',
    async (fields) => {
      const { fc } = await withFunctions('f')
      await expect(putAsync(fc, 'f', fields)).rejects.toMatchObject({
        statusCode: 400,
        code: 'InvalidArgument',
        message: expect.stringContaining(Object.keys(fields)[0]!),
      })
    },
  )

  it('of an unknown function gives 404', async () => {
    const { fc } = await withFunctions()
    await expect(putAsync(fc, 'none', {})).rejects.toMatchObject({ code: 'FunctionNotFound' })
    await expect(getAsync(fc, 'none')).rejects.toMatchObject({ code: 'FunctionNotFound' })
  })

  it('is listed for the functions that have one', async () => {
    const { fc } = await withFunctions('a', 'b', 'c')
    await putAsync(fc, 'a', { asyncTask: true })
    await putAsync(fc, 'c', { asyncTask: false })
    const list = async (query: ConstructorParameters<typeof fcModels.ListAsyncInvokeConfigsRequest>[0]) => {
      const { body } = await fc.listAsyncInvokeConfigs(new fcModels.ListAsyncInvokeConfigsRequest(query))
      return {
        names: body?.configs?.map(({ functionArn }) => functionArn?.split('/').at(-1)),
        nextToken: body?.nextToken,
      }
    }
    expect(await list({})).toEqual({ names: ['a', 'c'], nextToken: undefined })
    expect((await list({ functionName: 'c' })).names).toEqual(['c'])
    const first = await list({ limit: 1 })
    expect(first.names).toEqual(['a'])
    expect((await list({ limit: 1, nextToken: first.nextToken! })).names).toEqual(['c'])
  })
})

describe('the concurrency configuration', () => {
  it('is put, read, listed and deleted', async () => {
    const { fc } = await withFunctions('f', 'g')
    expect(plain((await putConcurrency(fc, 'f', 5)).body)).toEqual({
      functionArn: expect.stringMatching(/functions\/f$/),
      reservedConcurrency: 5,
    })
    expect((await fc.getConcurrencyConfig('f')).body?.reservedConcurrency).toBe(5)
    const { body } = await fc.listConcurrencyConfigs(new fcModels.ListConcurrencyConfigsRequest({}))
    expect(body?.configs?.map(({ reservedConcurrency }) => reservedConcurrency)).toEqual([5])
    expect((await fc.deleteConcurrencyConfig('f')).statusCode).toBe(204)
    await expect(fc.getConcurrencyConfig('f')).rejects.toMatchObject({
      statusCode: 404,
      code: 'OnDemandConfigNotFound',
    })
  })

  it('may be 0, which refuses every call', async () => {
    const { fc } = await withFunctions('f')
    expect((await putConcurrency(fc, 'f', 0)).body?.reservedConcurrency).toBe(0)
  })

  it('refuses a negative number and an unknown function', async () => {
    const { fc } = await withFunctions('f')
    await expect(putConcurrency(fc, 'f', -1)).rejects.toMatchObject({ statusCode: 400, code: 'InvalidArgument' })
    await expect(putConcurrency(fc, 'none', 1)).rejects.toMatchObject({ code: 'FunctionNotFound' })
  })
})
