/** The last success of the function at the left, the latest failure of the group at the right. */
import type { GroupDetail } from '../../stores/inboxGroup.ts'
import { navigate, type TaskTarget } from '../../stores/route.ts'

export function compareWithSuccess({ sample, lastSuccess }: Pick<GroupDetail, 'sample' | 'lastSuccess'>): void {
  if (sample === null || lastSuccess === null) return
  navigate({ screen: 'compare', left: sideOf(lastSuccess), right: sideOf(sample) })
}

const sideOf = ({ functionName, taskId }: TaskTarget) => `${functionName}/${taskId}`
