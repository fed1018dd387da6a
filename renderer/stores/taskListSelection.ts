/** Which row has the focus and which are selected: by seq, whatever happens to the list around them. */
import { loadMore } from './taskList.ts'
import { type ListRow, type TaskListState, useTaskList } from './taskListState.ts'

const NOT_FROZEN = { isGathering: false, frozen: null } as const

export const focusSeq = (seq: number): void => useTaskList.setState({ focusSeq: seq })

/** Where the focus is in the loaded rows; -1 where it is not among them. */
export const selectFocusIndex = ({ seqs, focusSeq }: TaskListState): number =>
  focusSeq === null ? -1 : seqs.indexOf(focusSeq)

/** Moves the focus by so many rows, and stays within the loaded ones. The seq that has it then, if any has. */
export function moveFocus(step: number): number | null {
  const state = useTaskList.getState()
  const index = selectFocusIndex(state)
  return focusIndex(index < 0 ? 0 : index + step)
}

export function focusIndex(index: number): number | null {
  const { seqs } = useTaskList.getState()
  const seq = seqs[Math.max(0, Math.min(index, seqs.length - 1))] ?? null
  if (seq !== null) useTaskList.setState({ focusSeq: seq })
  return seq
}

export function toggleSelected(seq: number): void {
  useTaskList.setState(({ selected }) => {
    const next = new Set(selected)
    if (!next.delete(seq)) next.add(seq)
    return { selected: next, anchorSeq: seq, focusSeq: seq, ...NOT_FROZEN }
  })
}

/** Everything between the row where the selection began and this one. */
export function selectRangeTo(seq: number): void {
  useTaskList.setState(({ seqs, selected, anchorSeq, focusSeq }) => {
    const from = seqs.indexOf(anchorSeq ?? focusSeq ?? seq)
    const to = seqs.indexOf(seq)
    if (to < 0) return {}
    const [first, last] = from < 0 ? [to, to] : [Math.min(from, to), Math.max(from, to)]
    return {
      selected: new Set([...selected, ...seqs.slice(first, last + 1)]),
      anchorSeq: from < 0 ? seq : (seqs[from] ?? seq),
      focusSeq: seq,
      ...NOT_FROZEN,
    }
  })
}

export const selectLoaded = (): void => useTaskList.setState(({ seqs }) => ({ selected: new Set(seqs), ...NOT_FROZEN }))
export const clearSelection = (): void => useTaskList.setState({ selected: new Set(), anchorSeq: null, ...NOT_FROZEN })

/** The rows of this list are no longer on the screen: nothing that is done elsewhere is about them. */
export const leaveRows = (): void => {
  clearSelection()
  useTaskList.setState({ focusSeq: null })
}

/** More than a person looks through, and as many as can be acted on one by one. */
export const MAX_SELECTED = 1_000

/** Whether all loaded rows are selected and more of them match. */
export const selectCanSelectMore = ({ seqs, cursor, selected, frozen }: TaskListState): boolean =>
  frozen === null && cursor !== null && seqs.length < MAX_SELECTED && seqs.every((seq) => selected.has(seq))

/** All that match as of now, the newest `MAX_SELECTED` of them. Ends when the selection or the filter changes. */
export async function selectMatching(): Promise<void> {
  const { query, isGathering } = useTaskList.getState()
  if (isGathering) return
  useTaskList.setState({ isGathering: true })
  const isWanted = () => useTaskList.getState().isGathering && useTaskList.getState().query === query
  const mustGoOn = () => {
    const { cursor, seqs, more } = useTaskList.getState()
    return isWanted() && cursor !== null && seqs.length < MAX_SELECTED && more !== 'failed' && more !== 'stopped'
  }
  for (let count = -1; mustGoOn() && useTaskList.getState().seqs.length > count; ) {
    count = useTaskList.getState().seqs.length
    await pageUnderWay()
    await loadMore()
  }
  if (!isWanted()) return useTaskList.setState({ isGathering: false })
  const { seqs, cursor } = useTaskList.getState()
  useTaskList.setState({
    selected: new Set(seqs.slice(0, MAX_SELECTED)),
    isGathering: false,
    frozen: { atMs: Date.now(), isWhole: cursor === null && seqs.length <= MAX_SELECTED },
  })
}

/** The list itself may be loading its next page. */
function pageUnderWay(): Promise<void> {
  if (useTaskList.getState().more !== 'loading') return Promise.resolve()
  return new Promise((resolve) => {
    const stop = useTaskList.subscribe(({ more }) => {
      if (more === 'loading') return
      stop()
      resolve()
    })
  })
}

/** What an action is about: the selected rows, or without any the focused one. */
export function chosenRows(): ListRow[] {
  const { rows, selected, focusSeq } = useTaskList.getState()
  const seqs = selected.size > 0 ? [...selected].toSorted((a, b) => b - a) : focusSeq === null ? [] : [focusSeq]
  return seqs.flatMap((seq) => rows.get(seq) ?? [])
}
