/**
 * JSON for reading: exact numbers, keys as sent, containers that open and close, copies of a value and of
 * its path. A tree to the keyboard (arrows, Home, End, Enter) and to a screen reader. What is no JSON, or
 * larger than 1 MB, is shown as text.
 */
import { useMemo, useState } from 'react'
import { type JsonNode, parseJsonTree } from '../../../shared/format/jsonTree.ts'
import { useText } from '../../i18n/text.ts'
import { IconButton } from '../actions/IconButton.tsx'
import { classes } from '../classes.ts'
import { JsonTree } from './JsonTree.tsx'
import css from './JsonView.module.css'
import { depthWithin, type JsonView as View } from './jsonRows.ts'
import { BIG_TEXT_LENGTH, TextView } from './TextView.tsx'
import { useCopy } from './useCopy.ts'

export type JsonViewProps = { text: string; label?: string }

/** What opens by itself, and what "expand all" opens at most: as much as reads well, as much as draws well. */
const FIRST_ROWS = 120
const MOST_ROWS = 4_000

export function JsonView({ text, label }: JsonViewProps) {
  const t = useText()
  const root = useMemo(() => (text.length > BIG_TEXT_LENGTH ? null : parseJsonTree(text)), [text])
  const name = label ?? t('common.json.label')
  if (root) return <Tree key={text} text={text} root={root} label={name} />
  const isText = text.length <= BIG_TEXT_LENGTH && text.trim() !== ''
  return <TextView text={text} label={name} note={isText ? t('common.json.notJson') : undefined} />
}

function Tree({ text, root, label }: { text: string; root: JsonNode; label: string }) {
  const t = useText()
  const { isCopied, copy } = useCopy()
  const [isWrapped, setWrapped] = useState(true)
  const [view, setView] = useState<View>(() => viewOf(depthWithin(root, FIRST_ROWS)))
  return (
    <div className={css.view}>
      <div className={css.tools} role="toolbar" aria-label={label}>
        <IconButton
          icon="chevrons-up-down"
          label={t('common.json.expandAll')}
          onClick={() => setView(viewOf(depthWithin(root, MOST_ROWS)))}
        />
        <IconButton icon="minus" label={t('common.json.collapseAll')} onClick={() => setView(viewOf(1))} />
        <IconButton
          icon="wrap-text"
          label={t('common.wrap')}
          isActive={isWrapped}
          onClick={() => setWrapped(!isWrapped)}
        />
        <IconButton
          icon={isCopied ? 'check' : 'copy'}
          label={isCopied ? t('common.copied') : t('common.copy')}
          onClick={() => copy(text)}
        />
      </div>
      <div className={classes(css.scroll, isWrapped && css.wrapped)}>
        <JsonTree text={text} root={root} label={label} view={view} onView={setView} />
      </div>
    </div>
  )
}

const viewOf = (openDepth: number): View => ({ openDepth, openById: new Map(), shownById: new Map() })
