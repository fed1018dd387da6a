/** The body of a test delivery: made up, and it says so. */
import { destinationBody } from './destinationBody.ts'

type Place = { functionName: string; accountUid: string; region: string; requestId: string; nowMs: number }

export function testBody(cause: 'success' | 'failure', { nowMs, ...place }: Place): string {
  const task = { ...place, endedAtMs: nowMs, attemptCount: 1, payload: '{"test":"a test delivery"}', reason: null }
  if (cause === 'success') {
    const none = { errorType: null, errorBody: null }
    return destinationBody({ ...task, ...none, state: 'Succeeded', result: '{"test":"a test delivery"}' })
  }
  const errorBody = JSON.stringify({ errorMessage: 'a test delivery', errorType: 'TestDelivery', stackTrace: [] })
  return destinationBody({ ...task, state: 'Failed', result: null, errorType: 'UnhandledInvocationError', errorBody })
}
