/** A real host, and the window's stores of this process connected to it over a real socket. */
import { connect } from '../../renderer/bridge/client.ts'
import { socketWire } from '../../renderer/bridge/socketWire.ts'
import { startLive, useLive } from '../../renderer/stores/live.ts'
import { startTestHost, type TestHost } from './testHost.ts'
import { until } from './until.ts'

/** Functions that run once and fail at once, as tasks. */
export const ONE_ATTEMPT = [
  'handler: index.handler',
  'timeout: 60',
  'asyncInvokeConfig:',
  '  asyncTask: true',
  '  maxAsyncRetryAttempts: 0',
]

export async function connectedHost(project: string): Promise<TestHost> {
  const host = await startTestHost({ project })
  connect(socketWire({ baseUrl: host.url, token: host.token }))
  startLive()
  await until(() => useLive.getState().status === 'open', { what: 'the connection' })
  return host
}
