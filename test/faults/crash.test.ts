/**
 * The promise of the store: the host may be killed at any moment, and every acknowledged task still
 * reaches one final state (DESIGN.md section 2). `KILLS` sets how often (test:soak); 10 by default.
 */

import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TaskState } from '../../shared/domain/taskStates.ts'
import { taskStates } from '../../shared/domain/taskStates.ts'
import { livingProcesses } from '../support/livingProcesses.ts'
import { type Submission, submitAll } from '../support/loadClient.ts'
import { projectFolder, specOf } from '../support/projectFolder.ts'
import { sdkClient, submitWith } from '../support/sdkClient.ts'
import { startTestHost, TEST_KEY, type TestHost } from '../support/testHost.ts'
import { until } from '../support/until.ts'

const KILL_COUNT = Number(process.env.KILLS ?? 10)
const TASK_COUNT = Number(process.env.TASKS ?? KILL_COUNT * 200)
const FAILING_EVERY = 20 // 5 %
const CHOSEN_ID_EVERY = 3
const DELAYED_EVERY = 10

function project(): string {
  return projectFolder({
    's.yaml': specOf({
      work: ['handler: index.handler', 'asyncInvokeConfig: { asyncTask: true, maxAsyncRetryAttempts: 0 }'],
    }),
    'work/index.js': `exports.handler = async (event) => {
      const { fail, forMs } = JSON.parse(event)
      if (forMs) await new Promise((resolve) => setTimeout(resolve, forMs))
      if (fail) throw new Error('as asked')
      return 'done'
    }`,
  })
}

function submissions(): Submission[] {
  return Array.from({ length: TASK_COUNT }, (_, index) => ({
    functionName: 'work',
    taskId: index % CHOSEN_ID_EVERY === 0 ? `chosen-${index}` : null,
    payload: JSON.stringify({ index, fail: index % FAILING_EVERY === 0, forMs: index % 50 === 1 ? 200 : 0 }),
    delaySeconds: index % DELAYED_EVERY === 0 ? 1 : 0,
  }))
}

type Row = { id: string; state: TaskState; payload: string }
function rowsOf(workspaceDir: string): Row[] {
  const db = new Database(`${workspaceDir}/tasks.db`, { readonly: true })
  const rows = db.prepare<[], Row>('SELECT id, state, payload FROM task').all()
  db.close()
  return rows
}

describe('a host that is killed again and again while tasks are submitted and run', () => {
  it(`brings every acknowledged task to the final state it deserves, once, after ${KILL_COUNT} kills`, {
    timeout: 60_000 + KILL_COUNT * 15_000,
  }, async () => {
    const projectDir = project()
    let host: TestHost = await startTestHost({ project: projectDir })
    const { workspaceDir } = host
    const finals = new Map<string, TaskState>()
    const noteFinals = () => {
      for (const { id, state } of rowsOf(workspaceDir)) {
        if (!taskStates.isFinal(state)) expect(finals.get(id)).toBeUndefined()
        else expect(state).toBe(finals.get(id) ?? state)
        if (taskStates.isFinal(state)) finals.set(id, state)
      }
    }

    let client = sdkClient(host.fcEndpoint, TEST_KEY)
    const submitted = submitAll(submissions(), (submission) => submitWith(client, submission))
    const pauses = fc.sample(fc.integer({ min: 100, max: 900 }), KILL_COUNT)
    let mostAlive = 0
    for (const pauseMs of pauses) {
      const untilMs = performance.now() + pauseMs
      await until(() => performance.now() > untilMs, { what: 'the moment to kill', everyMs: 10 })
      mostAlive = Math.max(mostAlive, livingProcesses(workspaceDir, projectDir).length)
      await host.kill()
      await until(() => livingProcesses(workspaceDir, projectDir).length === 0, { what: 'the instances to be gone' })
      noteFinals()
      host = await startTestHost({ project: projectDir, workspaceDir })
      client = sdkClient(host.fcEndpoint, TEST_KEY)
    }
    expect(mostAlive).toBeGreaterThan(1) // the host and instances: what is looked for can be seen
    const acknowledged = await submitted
    expect(acknowledged).toHaveLength(TASK_COUNT)

    const ids = new Set(acknowledged.map(({ taskId }) => taskId))
    const open = () => rowsOf(workspaceDir).filter(({ id, state }) => ids.has(id) && !taskStates.isFinal(state))
    await until(() => open().length === 0, { what: 'every task to end', withinMs: 60_000, everyMs: 200 })
    noteFinals()
    const stateOf = new Map(rowsOf(workspaceDir).map(({ id, state }) => [id, state]))
    const wrong = acknowledged.filter(({ taskId, payload }) => {
      const expected: TaskState = JSON.parse(payload).fail ? 'Failed' : 'Succeeded'
      return stateOf.get(taskId) !== expected
    })
    expect(wrong).toEqual([])

    await host.stop()
    await until(() => livingProcesses(workspaceDir, projectDir).length === 0, { what: 'every process to be gone' })
  })
})
