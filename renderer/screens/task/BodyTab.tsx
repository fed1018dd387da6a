/** A payload or a result, whatever it is: JSON, text, bytes, nothing. */
import { useMemo, useState } from 'react'
import type { Body } from '../../../shared/domain/body.ts'
import { formatBytes } from '../../../shared/format/bytes.ts'
import { findJsonError } from '../../../shared/format/jsonText.ts'
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import { useText } from '../../i18n/text.ts'
import { setTaskViewing, useTaskViewing } from '../../stores/taskViewing.ts'
import { HexView, IconButton, JsonView, Segmented, TextView } from '../../ui/index.ts'
import css from './BodyTab.module.css'
import { copyWithWord } from './copyText.ts'
import tab from './TabBody.module.css'

export function BodyTab({ body, label }: { body: Body; label: string }) {
  const t = useText()
  const [wanted, setWanted] = useState<'json' | 'text'>('json')
  const isWrapped = useTaskViewing((viewing) => viewing.isWrapped)
  const sizeBytes = useMemo(() => bytesIn(body), [body])
  const isJson = useMemo(() => canBeJson(body), [body])
  const isTree = isJson && wanted === 'json'
  const isText = typeof body === 'string'

  const copy = () =>
    void copyWithWord(
      isText ? body : hexOf(body),
      t(isText ? 'task.body.copied' : 'task.body.copiedBytes', { size: formatBytes(sizeBytes) }),
    )
  return (
    <div className={tab.body}>
      <div className={tab.bar}>
        <span>
          {formatBytes(sizeBytes)}
          {!isText && `, ${t('task.body.bytes')}`}
        </span>
        <span className={css.space} />
        {isJson && (
          <Segmented
            label={t('task.body.view')}
            value={wanted}
            onChange={setWanted}
            options={[
              { value: 'json', label: t('task.body.json') },
              { value: 'text', label: t('task.body.text') },
            ]}
          />
        )}
        {isText && !isTree && (
          <IconButton
            icon="wrap-text"
            label={t('task.body.wrap')}
            isActive={isWrapped}
            onClick={() => setTaskViewing({ isWrapped: !isWrapped })}
          />
        )}
        {!isTree && <IconButton icon="copy" label={t('task.body.copy')} onClick={copy} />}
      </div>
      <div className={tab.view}>
        {!isText ? (
          <HexView bytes={body} label={label} />
        ) : isTree ? (
          <JsonView text={body} label={label} />
        ) : (
          <TextView text={body} label={label} isWrapped={isWrapped} />
        )}
      </div>
    </div>
  )
}

/** Larger ones are text in any case: a tree of them would be slow. */
function canBeJson(body: Body): boolean {
  return typeof body === 'string' && body.length <= MIB_BYTES && /^\s*[[{"]/.test(body) && findJsonError(body) === null
}

export const bytesIn = (body: Body): number =>
  typeof body === 'string' ? new TextEncoder().encode(body).length : body.length

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
