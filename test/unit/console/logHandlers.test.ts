import { describe, expect, it } from 'vitest'
import type { ConsoleDeps } from '../../../electron/api/console/consoleDeps.ts'
import { logHandlers } from '../../../electron/api/console/logHandlers.ts'
import type { OutputChunk } from '../../../electron/base/logMessages.ts'
import type { CancelSignal } from '../../../shared/contract/contract.ts'
import { openTestLogs, outputChunk } from '../../support/openTestLogs.ts'

const never: CancelSignal = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} }
const read = { filter: {}, direction: 'forward' as const, limitBytes: 1_000 }

async function consoleOver(chunks: Partial<OutputChunk>[]) {
  const { service, send } = openTestLogs()
  await Promise.all(chunks.map((chunk, index) => send(index + 1, [outputChunk(chunk)])))
  const functions = [
    { functionId: 7, functionName: 'pay' },
    { functionId: 8, functionName: 'pay' }, // made again after it was deleted
    { functionId: 9, functionName: 'mail' },
  ]
  const asked: number[][] = []
  const deps = {
    project: { account: { id: 1, name: 'default' } },
    log: service.reads,
    queries: {
      functionNames: async ({ afterId }: { afterId: number }) =>
        functions.filter(({ functionId }) => functionId > afterId),
      taskIds: async ({ seqs }: { seqs: number[] }) => {
        asked.push(seqs)
        return seqs.filter((seq) => seq < 100).map((seq) => ({ seq, taskId: `task-${seq}` }))
      },
    },
  } as unknown as ConsoleDeps // only what these handlers ask
  return { handlers: logHandlers(deps), functions, asked, service, send }
}

describe('the logs of the console', () => {
  it('name functions and tasks, and have nothing of other accounts', async () => {
    const { handlers, asked } = await consoleOver([
      { functionId: 7, key: 1, text: 'a' },
      { functionId: 8, key: -5, text: 'a call, not a task' },
      { functionId: 9, key: 100, text: 'of a task that was deleted' },
      { functionId: 9, key: null, attempt: null, text: 'starting' },
      { functionId: 55, key: 2, text: 'of another account' },
    ])
    const { chunks, damage } = await handlers['logs.read'](read, never)
    expect(chunks.map(({ functionName, taskId, attempt, text }) => [functionName, taskId, attempt, text])).toEqual([
      ['pay', 'task-1', 1, 'a'],
      ['pay', null, null, 'a call, not a task'],
      ['mail', null, null, 'of a task that was deleted'],
      ['mail', null, null, 'starting'],
    ])
    expect(damage).toBeNull()
    await handlers['logs.read']({ ...read, filter: { functions: ['pay'] } }, never)
    expect(asked).toEqual([[1, 100]]) // a known task is not asked for again
  })

  it('have all functions of a name, also the deleted one', async () => {
    const { handlers } = await consoleOver([{ functionId: 7 }, { functionId: 8 }, { functionId: 9 }])
    const chunksOf = async (...functions: string[]) =>
      (await handlers['logs.read']({ ...read, filter: { functions } }, never)).chunks.length
    expect([await chunksOf('pay'), await chunksOf('mail'), await chunksOf('none')]).toEqual([2, 1, 0])
  })

  it('have what a function wrote that was created while they were read', async () => {
    const { handlers, functions, service } = await consoleOver([{ functionId: 10, text: 'new' }])
    const { readStream } = service.reads
    service.reads.readStream = (query) => {
      const slice = readStream(query)
      if (functions.length === 3) functions.push({ functionId: 10, functionName: 'new' })
      return slice
    }
    expect((await handlers['logs.read'](read, never)).chunks).toHaveLength(1)
  })

  it('refuse a time that ends before it begins', async () => {
    const { handlers } = await consoleOver([])
    await expect(
      (async () => handlers['logs.volume']({ filter: {}, fromMs: 5, beforeMs: 5, parts: 1 }, never))(),
    ).rejects.toMatchObject({ code: 'invalid_input' })
  })
})
