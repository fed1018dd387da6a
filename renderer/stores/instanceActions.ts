/** What can be done to instances. Each rejects with `AppError`, whose sentence says what was wrong. */
import { client } from '../bridge/client.ts'

export const instanceActions = {
  stop: (instanceId: string, when: 'afterTasks' | 'now') => client['instances.stop']({ instanceId, when }),
  restart: (instanceId: string) => client['instances.restart']({ instanceId }),
  prewarm: (functionName: string, count: number) => client['instances.prewarm']({ functionName, count }),
}
