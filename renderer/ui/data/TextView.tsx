/**
 * Text as it was sent, in mono. Of more than 1 MB the beginning is shown until all is asked for; the
 * browser lays out only the blocks that are in sight.
 */
import { type ReactNode, useMemo, useState } from 'react'
import { formatBytes } from '../../../shared/format/bytes.ts'
import { KIB_BYTES, MIB_BYTES } from '../../../shared/units/bytes.ts'
import { useText } from '../../i18n/text.ts'
import { Button } from '../actions/Button.tsx'
import { classes } from '../classes.ts'
import { PlainText } from './PlainText.tsx'
import css from './TextView.module.css'
import { textBlocks } from './textBlocks.ts'

/** Counted in UTF-16 units, which is close enough to bytes for a limit of drawing. */
export const BIG_TEXT_LENGTH = MIB_BYTES
const FIRST_LENGTH = 256 * KIB_BYTES

export type TextViewProps = {
  text: string
  label: string
  isWrapped?: boolean
  /** A sentence above the text: why it is shown so. */
  note?: ReactNode
}

export function TextView({ text, label, isWrapped = true, note }: TextViewProps) {
  const t = useText()
  const [isWhole, setWhole] = useState(false)
  const isCut = text.length > BIG_TEXT_LENGTH && !isWhole
  const shown = isCut ? text.slice(0, FIRST_LENGTH) : text
  const blocks = useMemo(() => textBlocks(shown), [shown])
  const sizes = { shown: formatBytes(shown.length), total: formatBytes(text.length) }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.text} aria-label={label} tabIndex={0}>
      {(note || isCut) && (
        <div className={css.note}>
          <span>{isCut ? t('common.json.tooBig', sizes) : note}</span>
          {isCut && (
            <Button size="sm" onClick={() => setWhole(true)}>
              {t('common.loadAll')}
            </Button>
          )}
        </div>
      )}
      {blocks.map((block) => (
        <pre key={block.at} className={classes(css.block, blocks.length > 1 && css.lazy, isWrapped && css.wrapped)}>
          <PlainText text={block.text} />
        </pre>
      ))}
    </section>
  )
}
