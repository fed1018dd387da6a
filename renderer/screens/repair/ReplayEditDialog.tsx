/** One task again with another payload: the old one beside the new one, their differences marked, and its options. */
import { useEffect, useId, useRef, useState } from 'react'
import { MAX_DELAY_SECONDS } from '../../../shared/domain/limits.ts'
import { formatBytes } from '../../../shared/format/bytes.ts'
import { shortId } from '../../../shared/format/shortId.ts'
import { text, useText } from '../../i18n/text.ts'
import { closeRepair } from '../../stores/repair.ts'
import { isEdited, jsonErrorOf, repairEditActions, useRepairEdit } from '../../stores/repairEdit.ts'
import type { TaskTarget } from '../../stores/route.ts'
import { shortcutOf, useDialogShortcut } from '../../stores/shortcuts.ts'
import { limitBytesOf, problemsOf, sizeBytesOf } from '../../stores/submitDraft.ts'
import {
  Button,
  classes,
  Dialog,
  DiffEditor,
  ErrorState,
  HexView,
  Icon,
  NumberField,
  SlowState,
  TextField,
  toast,
} from '../../ui/index.ts'
import { goToTask } from '../task/taskMoves.ts'
import { Note } from './Note.tsx'
import css from './ReplayEditDialog.module.css'

export function ReplayEditDialog({ target }: { target: TaskTarget }) {
  const t = useText()
  const { functionName, taskId } = target
  useEffect(() => void repairEditActions.open({ functionName, taskId }), [functionName, taskId])
  const edit = useRepairEdit()
  const { load, error, isSending, draft } = edit
  const problems = problemsOf(draft)
  const isOff = load !== 'ready' || Object.values(problems).some(Boolean)
  const submit = () => void replay(target)
  useDialogShortcut('submit', submit, !isOff)
  const footer = (
    <>
      <span className={css.promise}>
        {t('repair.oldStay')} {t('repair.recorded')}
      </span>
      <Button variant="ghost" onClick={closeRepair}>
        {t('repair.cancel')}
      </Button>
      <Button variant="primary" shortcut={shortcutOf('submit')} isBusy={isSending} isDisabled={isOff} onClick={submit}>
        {t(isEdited(edit) ? 'repair.edit.submitEdited' : 'repair.edit.submit')}
      </Button>
    </>
  )
  return (
    <Dialog
      title={t('repair.edit.title')}
      summary={t('repair.edit.of', { name: functionName, id: shortId(taskId) })}
      size="lg"
      isOpen
      onClose={closeRepair}
      footer={footer}
    >
      {load === 'failed' && error !== null && (
        <ErrorState what={t('repair.edit.readFailed')} error={error} onRetry={() => void repairEditActions.retry()} />
      )}
      {load === 'loading' && <SlowState text={t('repair.edit.reading')} />}
      {load === 'ready' && (
        <div className={css.parts}>
          <Payload onSubmit={submit} />
          <Options />
          {error !== null && (
            <Note tone="fail" icon="circle-alert">
              {t('repair.edit.refused')} {error.message}
            </Note>
          )}
        </div>
      )}
    </Dialog>
  )
}

/** Leads to the new task; whatever was refused stays where it was typed. */
async function replay(old: TaskTarget): Promise<void> {
  const made = await repairEditActions.submit()
  if (made === null) return
  closeRepair()
  repairEditActions.forget()
  goToTask(made)
  toast({
    text: text('repair.edit.queued', { id: shortId(made.taskId) }),
    tone: 'run',
    action: { label: text('repair.edit.showOld'), onClick: () => goToTask(old) },
  })
}

function Payload({ onSubmit }: { onSubmit: () => void }) {
  const t = useText()
  const edit = useRepairEdit()
  const { original, shownOriginal, draft } = edit
  const sizes = { size: formatBytes(sizeBytesOf(draft.payload)), limit: formatBytes(limitBytesOf('async')) }
  if (original === null) return null
  if (original.kind === 'bytes' || draft.payload.kind === 'bytes') {
    return (
      <div className={css.bytes}>
        <p>{t('repair.edit.bytes', sizes)}</p>
        {original.kind === 'bytes' && <HexView bytes={original.bytes} label={t('repair.edit.original')} />}
      </div>
    )
  }
  const errorAt = jsonErrorOf(edit)
  const isTooLarge = problemsOf(draft).isTooLarge
  const line = draft.payload.text.slice(0, errorAt ?? 0).split('\n').length
  const hasChanged = isEdited(edit)
  return (
    <>
      <DiffEditor
        left={shownOriginal}
        right={draft.payload.text}
        language={looksLikeJson(original.text) ? 'json' : 'text'}
        leftLabel={t('repair.edit.original')}
        rightLabel={t('repair.edit.edited')}
        onChange={repairEditActions.type}
        onSubmit={onSubmit}
      />
      <div className={css.tools}>
        <span className={classes(css.hint, isTooLarge && css.wrong)} role="status">
          {isTooLarge
            ? t('repair.edit.tooLarge', sizes)
            : `${t(hasChanged ? 'repair.edit.changed' : 'repair.edit.same')}, ${t('repair.edit.size', sizes)}`}
        </span>
        <Button
          size="sm"
          variant="ghost"
          icon="braces"
          isDisabled={errorAt !== null}
          onClick={repairEditActions.format}
        >
          {t('repair.edit.format')}
        </Button>
        <Button
          size="sm"
          variant="ghost"
          icon="undo-2"
          isDisabled={draft.payload.text === original.text}
          onClick={repairEditActions.restore}
        >
          {t('repair.edit.restore')}
        </Button>
      </div>
      {errorAt !== null && (
        <Note tone="warn" icon="triangle-alert">
          {t('repair.edit.notJson', { line })}
        </Note>
      )}
    </>
  )
}

const looksLikeJson = (payload: string) => /^\s*[[{"]/.test(payload)

/** Folded: most replays need neither. */
function Options() {
  const t = useText()
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const fields = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isOpen) fields.current?.scrollIntoView({ block: 'nearest' }) // under the editor there may be no room for them
  }, [isOpen])
  const draft = useRepairEdit((edit) => edit.draft)
  const { isTaskIdWrong, isDelayWrong } = problemsOf(draft)
  return (
    <div className={css.options}>
      <button
        type="button"
        className={css.toggle}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={12} />
        {t('repair.edit.options')}
      </button>
      <div id={id} ref={fields} className={css.fields} hidden={!isOpen}>
        <NumberField
          label={t('repair.delayOne')}
          value={draft.delaySeconds}
          min={0}
          unit={t('repair.seconds')}
          onChange={(delaySeconds) => repairEditActions.change({ delaySeconds })}
          {...(isDelayWrong && { error: t('repair.delayWrong', { limit: MAX_DELAY_SECONDS }) })}
        />
        <TextField
          label={t('repair.edit.taskId')}
          value={draft.taskId}
          isMono
          hint={t('repair.edit.taskIdHint')}
          onChange={(taskId) => repairEditActions.change({ taskId })}
          {...(isTaskIdWrong && { error: t('repair.edit.taskIdWrong') })}
        />
      </div>
    </div>
  )
}
