/** What stands over the two halves of a difference: which task, which attempt, how it ended. */
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import type { ComparedSide } from '../../stores/comparison.ts'

/** Of the attempt, where it has an end; otherwise of the task. Null: it was interrupted, which is no state. */
export function shownState({ outcome, state }: ComparedSide): ComparedSide['state'] | null {
  if (outcome === 'Interrupted') return null
  return (['Succeeded', 'Failed', 'Stopped'] as const).find((one) => one === outcome) ?? state
}

export function useSideLabels({ left, right }: { left: ComparedSide; right: ComparedSide }) {
  const t = useText()
  const isOneTask = left.taskId === right.taskId && left.functionName === right.functionName
  const label = (name: string, side: ComparedSide) => {
    const { taskId, attempt } = side
    const what = attempt === null || !isOneTask ? shortId(taskId) : t('compare.attemptNumber', { attempt })
    const state = shownState(side)
    return t('compare.sideLabel', {
      name,
      what,
      state: state === null ? t('compare.interrupted') : t(`common.state.${state}`),
    })
  }
  return { leftLabel: label(t('compare.left'), left), rightLabel: label(t('compare.right'), right) }
}
