/**
 * Submits tasks through the official SDK while the host may be killed at any moment, and remembers what
 * was acknowledged. A submit whose answer was lost is tried again: under its own id it is answered with
 * 409 if the first try got through.
 */
import { until } from './until.ts'

export type Submission = { functionName: string; taskId: string | null; payload: string; delaySeconds: number }
export type Acknowledged = { functionName: string; taskId: string; payload: string }
export type Submit = (submission: Submission) => Promise<{ taskId: string }>

const statusOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : null

/** Resolves with everything that was acknowledged, once all of it was. `submit` finds the living host itself. */
export async function submitAll(
  submissions: Submission[],
  submit: Submit,
  connectionCount = 8,
): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = []
  let next = 0
  async function connection(): Promise<void> {
    for (let index = next++; index < submissions.length; index = next++) {
      const submission = submissions[index]!
      const taskId = await until(() => submitOnce(submission), { what: 'an acknowledged submit', withinMs: 60_000 })
      acknowledged.push({ functionName: submission.functionName, taskId, payload: submission.payload })
    }
  }
  async function submitOnce(submission: Submission): Promise<string | null> {
    try {
      return (await submit(submission)).taskId
    } catch (error) {
      if (error instanceof TypeError) throw error
      const status = statusOf(error)
      if (status === 409 && submission.taskId !== null) return submission.taskId // an earlier try got through
      if (status !== null && status < 500 && status !== 429) throw error
      return null // the host is down or starting
    }
  }
  await Promise.all(Array.from({ length: connectionCount }, connection))
  return acknowledged
}
