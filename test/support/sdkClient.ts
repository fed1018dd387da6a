/** The official SDK of FC 3.0 pointed at a host, and the few calls that tests make of it (FC.md section 1.1). */
import { createRequire } from 'node:module'
import { Readable } from 'node:stream'
import { $OpenApiUtil } from '@alicloud/openapi-core'
import type { Submission } from './loadClient.ts'

type FcPackage = typeof import('@alicloud/fc20230330', { with: { 'resolution-mode': 'require' }})
/** The package is CommonJS; required, it is the same under Node and under Vitest. */
export const fcModels: FcPackage = createRequire(import.meta.url)('@alicloud/fc20230330')
const FcClient = fcModels.default
export type Fc = InstanceType<typeof FcClient>

export const sdkClient = (endpoint: string, key: { id: string; secret: string }): Fc =>
  new FcClient(
    new $OpenApiUtil.Config({
      accessKeyId: key.id,
      accessKeySecret: key.secret,
      endpoint,
      protocol: 'http',
      regionId: 'cn-hangzhou',
      readTimeout: 20_000, // its default of 3 s holds for silence while connected, too (FC.md section 1.1)
      connectTimeout: 20_000,
    }),
  )

/** The options of one call are of a package that the SDK does not hand on; none are set. */
type RuntimeOptions = Parameters<Fc['invokeFunctionWithOptions']>[3]

export async function submitWith(client: Fc, submission: Submission): Promise<{ taskId: string }> {
  const { functionName, taskId, payload, delaySeconds } = submission
  const request = new fcModels.InvokeFunctionRequest({ body: Readable.from([Buffer.from(payload)]) })
  const headers = new fcModels.InvokeFunctionHeaders({ xFcInvocationType: 'Async' })
  if (taskId !== null) headers.xFcAsyncTaskId = taskId
  if (delaySeconds > 0) headers.commonHeaders = { 'x-fc-async-delay': String(delaySeconds) }
  const answer = await client.invokeFunctionWithOptions(functionName, request, headers, {} as RuntimeOptions)
  return { taskId: answer.headers?.['x-fc-async-task-id'] ?? '' }
}

export async function taskWith(
  client: Fc,
  functionName: string,
  taskId: string,
): Promise<InstanceType<FcPackage['AsyncTask']>> {
  const answer = await client.getAsyncTask(functionName, taskId, new fcModels.GetAsyncTaskRequest({}))
  if (answer.body === undefined) throw new Error('the answer has no body')
  return answer.body
}
