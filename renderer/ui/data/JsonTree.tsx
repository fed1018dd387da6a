/** The tree of JsonView: which row has the focus, what keys do, what a press opens. */
import { type Dispatch, type KeyboardEvent, type SetStateAction, useCallback, useMemo, useRef, useState } from 'react'
import type { JsonNode } from '../../../shared/format/jsonTree.ts'
import { useText } from '../../i18n/text.ts'
import { JsonRowView } from './JsonRowView.tsx'
import css from './JsonView.module.css'
import { indentOf } from './jsonIndent.ts'
import { canOpen, FIRST_CHILDREN, type JsonRow, type JsonView, jsonRows } from './jsonRows.ts'

type JsonTreeProps = {
  text: string
  root: JsonNode
  label: string
  view: JsonView
  onView: Dispatch<SetStateAction<JsonView>>
}
type NodeRow = Extract<JsonRow, { kind: 'node' }>

export function JsonTree({ text, root, label, view, onView }: JsonTreeProps) {
  const t = useText()
  const tree = useRef<HTMLDivElement>(null)
  const [chosenId, setChosenId] = useState('0')
  const rows = useMemo(() => jsonRows(root, view), [root, view])
  const nodes = useMemo(() => rows.filter((row) => row.kind === 'node'), [rows])
  // what was chosen may be inside of what was closed since
  const chosen = nodes.find((row) => row.id === chosenId) ?? nodes[0]

  // stable, so that only the rows that change are drawn again
  const toggle = useCallback(
    (row: NodeRow) => onView((now) => ({ ...now, openById: new Map(now.openById).set(row.id, !row.isOpen) })),
    [onView],
  )
  const showMore = (id: string) =>
    onView({
      ...view,
      shownById: new Map(view.shownById).set(id, (view.shownById.get(id) ?? FIRST_CHILDREN) + FIRST_CHILDREN),
    })
  const focus = (row: NodeRow | undefined) => {
    if (!row) return
    setChosenId(row.id)
    tree.current?.querySelector<HTMLElement>(`[data-id="${row.id}"]`)?.focus()
  }

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const isOnRow = event.target instanceof HTMLElement && event.target.dataset.id !== undefined
    if (!chosen || !isOnRow || event.altKey || event.ctrlKey || event.metaKey) return
    const index = nodes.indexOf(chosen)
    switch (event.key) {
      case 'ArrowDown':
        focus(nodes[index + 1])
        break
      case 'ArrowUp':
        focus(nodes[index - 1])
        break
      case 'Home':
        focus(nodes[0])
        break
      case 'End':
        focus(nodes.at(-1))
        break
      case 'ArrowRight':
        if (!canOpen(chosen.node)) break
        if (!chosen.isOpen) toggle(chosen)
        else if (nodes[index + 1]?.parentId === chosen.id) focus(nodes[index + 1])
        break
      case 'ArrowLeft':
        if (chosen.isOpen) toggle(chosen)
        else focus(nodes.find((row) => row.id === chosen.parentId))
        break
      case 'Enter':
      case ' ':
        if (canOpen(chosen.node)) toggle(chosen)
        break
      default:
        return
    }
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div ref={tree} className={css.tree} role="tree" aria-label={label} onKeyDown={onKeyDown}>
      {rows.map((row) => {
        if (row.kind === 'node') {
          return (
            <JsonRowView
              key={row.id}
              row={row}
              text={text}
              root={root}
              isChosen={row === chosen}
              onChoose={setChosenId}
              onToggle={toggle}
            />
          )
        }
        return (
          <div key={row.id} role="none" className={css.row} style={{ paddingInlineStart: indentOf(row.depth) }}>
            {row.kind === 'close' ? (
              <span className={css.sign} aria-hidden="true">
                {row.sign}
              </span>
            ) : (
              <button type="button" className={css.more} onClick={() => showMore(row.parentId)}>
                {t('common.json.more', { count: Math.min(row.hiddenCount, FIRST_CHILDREN) })}
              </button>
            )}
          </div>
        )
      })}
    </div>
  )
}
