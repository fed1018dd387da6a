/** The rows of the palette in their groups; the chosen one stays in sight. */
import { useEffect, useRef } from 'react'
import { flattenJson } from '../../../shared/format/flattenJson.ts'
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/host.ts'
import { usePreferences } from '../../stores/preferences.ts'
import { classes, Glyph, Icon, Instant, Kbd } from '../../ui/index.ts'
import css from './Palette.module.css'
import { type Entry, type Group, markedPieces } from './paletteItems.ts'

type ListProps = {
  id: string
  text: string
  groups: Group[]
  index: number
  onHover(index: number): void
  onRun(entry: Entry): void
}

export function PaletteList({ id, text, groups, index, onHover, onRun }: ListProps) {
  const t = useText()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`#${CSS.escape(`${id}-${index}`)}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, index])
  let count = 0
  return (
    <div ref={list} className={css.list} id={id} role="listbox" aria-label={t('shell.palette.label')}>
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a listbox
        <div key={group.id} role="group" aria-label={t(`shell.palette.${group.id}`, { id: text })}>
          <p className={css.group} aria-hidden="true">
            {t(`shell.palette.${group.id}`, { id: text })}
          </p>
          {group.entries.map((entry) => {
            const at = count++
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard
              <div
                key={entry.id}
                id={`${id}-${at}`}
                role="option"
                tabIndex={-1}
                aria-selected={at === index}
                className={classes(css.entry, at === index && css.on)}
                onPointerMove={() => at !== index && onHover(at)}
                onClick={() => onRun(entry)}
              >
                <Face entry={entry} />
                <span className={css.name}>
                  {markedPieces(entry.name, text).map((piece, place) =>
                    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have only their place
                    piece.isMarked ? <b key={place}>{piece.text}</b> : piece.text,
                  )}
                </span>
                <Detail entry={entry} />
                <Side entry={entry} isChosen={at === index} />
              </div>
            )
          })}
        </div>
      ))}
    </div>
  )
}

function Face({ entry }: { entry: Entry }) {
  if (entry.kind === 'task') return <Glyph name={entry.task.state} />
  return <Icon name={entry.kind === 'function' ? 'square-function' : entry.icon} />
}

const MAX_PAIRS = 4

function Detail({ entry }: { entry: Entry }) {
  if (entry.kind !== 'task') return <span className={css.detail}>{entry.detail}</span>
  const pairs = flattenJson(entry.task.payloadHead ?? '', MAX_PAIRS)
  return (
    <span className={classes(css.detail, css.mono)}>
      {shortId(entry.task.taskId)}
      {pairs.map(({ key, value }) => ` ${key} ${value}`).join('')}
    </span>
  )
}

function Side({ entry, isChosen }: { entry: Entry; isChosen: boolean }) {
  const nowMs = useNow()
  const clock = usePreferences(({ clock }) => clock)
  if (entry.kind === 'task') {
    return (
      <span className={css.side}>
        <Instant atMs={entry.task.submittedAtMs} nowMs={nowMs} clock={clock} />
      </span>
    )
  }
  if (entry.kind !== 'function' && entry.shortcut !== undefined) return <Kbd keys={entry.shortcut} />
  return isChosen ? <Kbd keys="Enter" /> : <span />
}
