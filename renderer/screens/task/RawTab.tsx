/** All that the host says of a task, FC's events among it, as JSON. */
import { useMemo } from 'react'
import type { Body } from '../../../shared/domain/body.ts'
import { useText } from '../../i18n/text.ts'
import type { TaskView } from '../../stores/taskShapes.ts'
import { JsonView } from '../../ui/index.ts'
import css from './RawTab.module.css'
import tab from './TabBody.module.css'

export function RawTab({ task }: { task: TaskView }) {
  const t = useText()
  const text = useMemo(() => rawText(task), [task])
  return (
    <div className={tab.body}>
      <p className={css.note}>{t('task.raw.note')}</p>
      <div className={tab.view}>
        <JsonView text={text} label={t('task.raw.label')} />
      </div>
    </div>
  )
}

/** Bodies stand in it as text, so that no number in them changes; bytes as the console's HTTP has them. */
function rawText({ payload, result, payloadHead: _head, ...rest }: TaskView): string {
  return JSON.stringify({ ...rest, payload: textOf(payload), result: result === null ? null : textOf(result) }, null, 2)
}

function textOf(body: Body): string | { base64: string } {
  return typeof body === 'string' ? body : { base64: base64Of(body) }
}

/** In parts, because a call takes only so many arguments. */
function base64Of(bytes: Uint8Array): string {
  const partBytes = 32_768
  let text = ''
  for (let at = 0; at < bytes.length; at += partBytes)
    text += String.fromCharCode(...bytes.subarray(at, at + partBytes))
  return btoa(text)
}
