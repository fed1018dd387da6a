/** One line of a JSON tree: key, value, and the copies of its value and path, on hover and on focus. */
import { memo } from 'react'
import { decodeString, type JsonNode } from '../../../shared/format/jsonTree.ts'
import { useText } from '../../i18n/text.ts'
import { classes } from '../classes.ts'
import { Icon } from '../status/Icon.tsx'
import { CopyButton } from './CopyButton.tsx'
import css from './JsonView.module.css'
import { indentOf } from './jsonIndent.ts'
import { canOpen, isContainer, type JsonRow, jsonPath, SHORT_STRING_LENGTH } from './jsonRows.ts'
import { PlainText } from './PlainText.tsx'

type JsonRowViewProps = {
  row: Extract<JsonRow, { kind: 'node' }>
  text: string
  root: JsonNode
  isChosen: boolean
  onChoose: (id: string) => void
  onToggle: (row: JsonRowViewProps['row']) => void
}

export const JsonRowView = memo(function JsonRowView(props: JsonRowViewProps) {
  const { row, text, root, isChosen, onChoose, onToggle } = props
  const t = useText()
  const { node, key } = row
  const opens = canOpen(node)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it handles the keys
    <div
      role="treeitem"
      data-id={row.id}
      className={classes(css.row, css.node)}
      style={{ paddingInlineStart: indentOf(row.depth) }}
      aria-level={row.depth + 1}
      aria-posinset={row.place}
      aria-setsize={row.siblingCount}
      aria-expanded={opens ? row.isOpen : undefined}
      aria-selected={isChosen}
      tabIndex={isChosen ? 0 : -1}
      onFocus={() => onChoose(row.id)}
      onClick={() => {
        const hasSelection = window.getSelection()?.isCollapsed === false
        if (opens && !hasSelection) onToggle(row)
      }}
    >
      {opens && (
        <span className={classes(css.fold, row.isOpen && css.open)}>
          <Icon name="chevron-right" size={12} />
        </span>
      )}
      <span className={css.content}>
        {key !== null && (
          <>
            <span className={typeof key === 'number' ? css.index : css.key}>
              <PlainText text={String(key)} />
            </span>
            <span className={css.sign}>: </span>
          </>
        )}
        <Value node={node} text={text} isOpen={row.isOpen} />
      </span>
      <span className={css.copies}>
        <CopyButton label={t('common.copyValue')} tabIndex={isChosen ? 0 : -1} text={() => copiedValue(node, text)} />
        <CopyButton
          label={t('common.copyPath')}
          icon="link"
          tabIndex={isChosen ? 0 : -1}
          text={() => jsonPath(root, row.id)}
        />
      </span>
    </div>
  )
})

function Value({ node, text, isOpen }: { node: JsonNode; text: string; isOpen: boolean }) {
  const t = useText()
  if (!isContainer(node)) {
    const shown = node.kind === 'string' ? shownString(node, { text, isOpen }) : text.slice(node.start, node.end)
    return (
      <span className={css[node.kind]}>
        <PlainText text={shown} />
      </span>
    )
  }
  const [open, close] = node.kind === 'object' ? ['{', '}'] : ['[', ']']
  const count = node.children.length
  if (count === 0) return <span className={css.sign}>{`${open}${close}`}</span>
  if (isOpen) return <span className={css.sign}>{open}</span>
  const words = node.kind === 'object' ? t('common.json.keys', { count }) : t('common.json.items', { count })
  return (
    <span className={css.sign}>
      {open} {words} {close}
    </span>
  )
}

type Range = { start: number; end: number }

/** Letters as letters, whatever escapes they were sent with; line breaks and quotes stay escaped. */
function shownString(node: Range, { text, isOpen }: { text: string; isOpen: boolean }): string {
  const isCut = !isOpen && node.end - node.start > SHORT_STRING_LENGTH
  const end = isCut ? node.start + SHORT_STRING_LENGTH : node.end
  const shown = JSON.stringify(decodeString(text, { start: node.start, end, isCut }))
  return isCut ? `${shown.slice(0, -1)}…` : shown
}

/** A string without its quotes; anything else as it was sent. */
function copiedValue(node: JsonNode, text: string): string {
  return node.kind === 'string' ? decodeString(text, { ...node, isCut: false }) : text.slice(node.start, node.end)
}
