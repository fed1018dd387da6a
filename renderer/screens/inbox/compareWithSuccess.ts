/** The last success of the function at the left, the latest failure of the group at the right. */
import { openComparison } from '../../stores/comparison.ts'
import type { GroupDetail } from '../../stores/inboxGroup.ts'

export function compareWithSuccess({ sample, lastSuccess }: Pick<GroupDetail, 'sample' | 'lastSuccess'>): void {
  if (sample !== null && lastSuccess !== null) openComparison(lastSuccess, sample)
}
