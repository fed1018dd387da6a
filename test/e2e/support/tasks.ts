/** Tasks of the sample in every state that it can bring about, submitted as the SDK or the CLI would. */
import { type ConsoleClient, clientOf } from '../../../electron/cli/consoleClient.ts'
import type { TaskState } from '../../../shared/domain/taskStates.ts'
import { until } from '../../support/until.ts'
import type { HostOfTest } from './hostOfTest.ts'

const HOUR_SECONDS = 3_600
const ENDS_WITHIN_MS = 30_000
const PRODUCTS = ['Teapot', 'Lamp', 'Desk', 'Kettle', 'Chair', 'Rug']
const NAMES = ['Ada', 'Grace', 'Barbara', 'Radia', 'Frances', 'Adele']

type Submission = Partial<Parameters<ConsoleClient['tasks.submit']>[0]> & { functionName: string }

export class TasksOfTest {
  readonly #client: ConsoleClient

  constructor(host: HostOfTest) {
    this.#client = clientOf(host.endpoint)
  }

  /** Returns its id. */
  async submit({ payload = order(1), delaySeconds = 0, ...rest }: Submission): Promise<string> {
    const { taskId } = await this.#client['tasks.submit']({ payload, delaySeconds, ...rest })
    return taskId
  }

  stop = (functionName: string, taskId: string) => this.#client['tasks.stop']({ functionName, taskId })

  async untilState(state: TaskState, { functionName, taskId }: { functionName: string; taskId: string }) {
    const get = () => this.#client['tasks.get']({ functionName, taskId })
    await until(async () => (await get()).state === state, {
      what: `${taskId} to be ${state}`,
      withinMs: ENDS_WITHIN_MS,
    })
  }

  /**
   * Some sixteen rows with all that the list can show: orders that go through, guests that fail, one that waits, one
   * that was stopped, one that runs as long as order-notify takes, a payload of text, one of bytes, and none.
   */
  async fill(): Promise<void> {
    const settled: Promise<void>[] = []
    const submit = async (state: TaskState, submission: Submission) => {
      const taskId = await this.submit(submission)
      settled.push(this.untilState(state, { functionName: submission.functionName, taskId }))
      return taskId
    }
    for (let index = 1; index <= 8; index++) {
      await submit('Succeeded', { functionName: 'order-intake', payload: order(index) })
      if (index % 4 === 0)
        await submit('Failed', { functionName: 'order-charge', payload: guest(index), taskId: `guest_${index}` })
    }
    await submit('Failed', {
      functionName: 'order-intake',
      payload: new Uint8Array([0, 255, 254, 65]),
      taskId: 'bytes_1',
    })
    await submit('Failed', { functionName: 'order-intake', payload: 'order 7, as text', taskId: 'text_1' })
    const later = await submit('Enqueued', { functionName: 'order-charge', delaySeconds: HOUR_SECONDS })
    await this.untilState('Enqueued', { functionName: 'order-charge', taskId: later })
    await submit('Stopped', { functionName: 'order-charge', delaySeconds: HOUR_SECONDS, taskId: 'stopped_1' })
    await this.stop('order-charge', 'stopped_1')
    await Promise.all(settled)
    await submit('Running', { functionName: 'order-notify', payload: order(1), taskId: 'running_1' })
    await Promise.all(settled)
  }
}

export function order(index: number): string {
  const name = NAMES[index % NAMES.length]
  return JSON.stringify({
    id: `A-${1_000 + index}`,
    customer: {
      name,
      email: `${name?.toLowerCase()}@customers.example`,
      loyalty: { tier: index % 2 ? 'gold' : 'silver' },
    },
    items: [{ name: PRODUCTS[index % PRODUCTS.length], count: index, priceCents: 4_500 }],
  })
}

/** Without a loyalty card: order-charge fails on it. */
export function guest(index: number): string {
  const { id, items } = JSON.parse(order(index))
  return JSON.stringify({
    id,
    customer: { name: 'Guest', email: 'guest@customers.example' },
    items,
    totalCents: 4_500 * index,
  })
}
