/** Bytes that are no text: offset, sixteen bytes in hex, the same as ASCII. The first 64 KiB, then more on request. */
import { useState } from 'react'
import { formatBytes } from '../../../shared/format/bytes.ts'
import { KIB_BYTES } from '../../../shared/units/bytes.ts'
import { useText } from '../../i18n/text.ts'
import { Button } from '../actions/Button.tsx'
import css from './HexView.module.css'
import { hexLines } from './hexLines.ts'

const PAGE_BYTES = 64 * KIB_BYTES
/** Lines that are drawn, or skipped by the browser, together. */
const BLOCK_BYTES = 2 * KIB_BYTES

export type HexViewProps = { bytes: Uint8Array; label?: string }

export function HexView({ bytes, label }: HexViewProps) {
  const t = useText()
  const [limitBytes, setLimitBytes] = useState(PAGE_BYTES)
  const shownBytes = Math.min(limitBytes, bytes.length)
  const blocks = Array.from({ length: Math.ceil(shownBytes / BLOCK_BYTES) }, (_, index) => index * BLOCK_BYTES)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.hex} aria-label={label ?? t('common.hex.label')} tabIndex={0}>
      {blocks.map((offset) => (
        <pre key={offset} className={css.block}>
          {hexLines(bytes.subarray(offset, Math.min(offset + BLOCK_BYTES, shownBytes)), offset).map((line) => (
            <span key={line.offset} className={css.line}>
              <span className={css.offset}>{line.offset}</span>
              <span>{line.hex}</span>
              <span className={css.ascii}>{line.ascii}</span>
            </span>
          ))}
        </pre>
      ))}
      {shownBytes < bytes.length && (
        <div className={css.more}>
          {t('common.hex.shown', { shown: formatBytes(shownBytes), total: formatBytes(bytes.length) })}
          <Button size="sm" onClick={() => setLimitBytes(limitBytes + PAGE_BYTES)}>
            {t('common.loadMore')}
          </Button>
        </div>
      )}
    </section>
  )
}
