/** Whether there is, or was, a task: without one there is nothing to draw. True while that is not known. */
import { useHost } from '../../stores/host.ts'

export const useHasRun = (): boolean =>
  useHost(({ totals }) => totals === null || totals.some(({ count }) => count > 0))
