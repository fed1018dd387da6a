/** The payload: an editor for text, the bytes themselves for anything else, and ways to fill it. */
import { type DragEvent, useRef, useState } from 'react'
import { formatBytes } from '../../../shared/format/bytes.ts'
import { useText } from '../../i18n/text.ts'
import {
  type Draft,
  type JsonHint,
  jsonHintOf,
  limitBytesOf,
  type Payload,
  payloadOfFile,
  problemsOf,
  readUtf8,
  sizeBytesOf,
  textPayload,
} from '../../stores/submitDraft.ts'
import { type Outcome, selectFilled, submitForm, useSubmitForm } from '../../stores/submitForm.ts'
import { Button, CodeEditor, HexView } from '../../ui/index.ts'
import css from './PayloadField.module.css'
import { SamplesMenu } from './SamplesMenu.tsx'

type Props = { functionName: string; draft: Draft; outcome: Outcome; onSubmit: () => void }

export function PayloadField({ functionName, draft, outcome, onSubmit }: Props) {
  const t = useText()
  const [isOver, setOver] = useState(false)
  const [unreadName, setUnreadName] = useState<string | null>(null)
  const { payload, mode } = draft
  const hint = jsonHintOf(payload)
  const sizes = { size: formatBytes(sizeBytesOf(payload)), limit: formatBytes(limitBytesOf(mode)) }
  const refused = outcome.kind === 'refused' && outcome.field === 'payload' ? outcome.error.message : null
  const tooLarge = problemsOf(draft).isTooLarge
    ? t(mode === 'async' ? 'functions.tooLargeAsync' : 'functions.tooLargeSync', sizes)
    : null
  const error = tooLarge ?? refused ?? (unreadName && t('functions.fileFailed', { name: unreadName }))

  const take = async (file: File) => {
    try {
      const bytes = new Uint8Array(await file.arrayBuffer())
      setUnreadName(null)
      submitForm.fill(functionName, { payload: payloadOfFile({ name: file.name, bytes }), from: file.name })
    } catch {
      setUnreadName(file.name) // gone since it was chosen, or a folder
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files.item(0)
    if (file !== null) void take(file)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is the pointer's way; the button is the keyboard's
    <div
      className={css.field}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className={css.label}>
        <span>{t('functions.payload')}</span>
        <span className={css.hint}>{hintText()}</span>
      </div>
      {payload.kind === 'text' ? (
        <CodeEditor
          label={t('functions.payload')}
          language={looksLikeJson(payload.text) ? 'json' : 'text'}
          minHeight="var(--h-payload)"
          value={payload.text}
          onChange={(text) => submitForm.change(functionName, { payload: textPayload(text) })}
          onSubmit={onSubmit}
        />
      ) : (
        <KeptFile functionName={functionName} payload={payload} />
      )}
      {isOver && <p className={css.drop}>{t('functions.dropHere')}</p>}
      {error !== null && (
        <p className={css.error} role="alert">
          {error}
        </p>
      )}
      <PayloadActions functionName={functionName} hint={hint} onFile={(file) => void take(file)} />
    </div>
  )

  function hintText(): string {
    if (payload.kind === 'bytes') return t('functions.hintBytes', sizes)
    if (hint.kind === 'json') return t('functions.hintJson', sizes)
    if (hint.kind === 'unknown') return t('functions.hintPlain', sizes)
    if (!looksLikeJson(payload.text)) return t('functions.hintText', sizes)
    return t('functions.hintTextAt', { ...sizes, line: payload.text.slice(0, hint.errorAt).split('\n').length })
  }
}

/** Whether somebody who wrote this meant JSON. */
const looksLikeJson = (text: string) => /^\s*[[{"]/.test(text)

type ActionsProps = { functionName: string; hint: JsonHint; onFile: (file: File) => void }

function PayloadActions({ functionName, hint, onFile }: ActionsProps) {
  const t = useText()
  const input = useRef<HTMLInputElement>(null)
  const filled = useSubmitForm(selectFilled(functionName))
  return (
    <div className={css.actions}>
      <Button
        size="sm"
        variant="ghost"
        icon="braces"
        isDisabled={hint.kind !== 'json'}
        disabledReason={t('functions.formatNot')}
        onClick={() => submitForm.format(functionName)}
      >
        {t('functions.format')}
      </Button>
      <SamplesMenu functionName={functionName} />
      <Button size="sm" variant="ghost" icon="upload" onClick={() => input.current?.click()}>
        {t('functions.chooseFile')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('functions.chooseFile')}
        onChange={({ target }) => {
          const file = target.files?.item(0)
          if (file) onFile(file)
          target.value = '' // the same file may be chosen again
        }}
      />
      {filled !== null && (
        <span className={css.filled} role="status">
          <span className={css.from} title={filled.from}>
            {t('functions.filledFrom', { from: filled.from })}
          </span>
          <Button size="sm" variant="ghost" icon="undo-2" onClick={() => submitForm.undoFill(functionName)}>
            {t('functions.undo')}
          </Button>
        </span>
      )}
    </div>
  )
}

/** Bytes that an editor would change: shown as they are, sent as they are. */
function KeptFile({ functionName, payload }: { functionName: string; payload: Payload & { kind: 'bytes' } }) {
  const t = useText()
  const text = readUtf8(payload.bytes)
  const replaceBy = (next: string) => submitForm.fill(functionName, { payload: textPayload(next), from: payload.name })
  return (
    <div className={css.kept}>
      <div className={css.about}>
        <span className={css.from}>
          {t('functions.fileKept', { name: payload.name, size: formatBytes(payload.bytes.length) })}
        </span>
        {text !== null && (
          <Button size="sm" onClick={() => replaceBy(text)}>
            {t('functions.editAsText')}
          </Button>
        )}
        <Button size="sm" onClick={() => replaceBy('')}>
          {t('functions.remove')}
        </Button>
      </div>
      <div className={css.bytes}>
        <HexView bytes={payload.bytes} label={t('functions.payload')} />
      </div>
    </div>
  )
}
