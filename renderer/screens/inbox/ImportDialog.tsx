/** Brings a failure home: the body of a failure destination, checked as it is typed; what the host refuses is said in place. */
import { type ReactNode, useEffect } from 'react'
import type { ErrorCode } from '../../../shared/errors.ts'
import { useText } from '../../i18n/text.ts'
import { functionsActions, useFunctions } from '../../stores/functions.ts'
import { refreshGroups } from '../../stores/inboxGroups.ts'
import {
  bodyProblem,
  closeImport,
  sendImport,
  setImportBody,
  setImportFunction,
  useImport,
} from '../../stores/inboxImport.ts'
import { INBOX_ROUTE, navigate } from '../../stores/route.ts'
import { useDialogShortcut } from '../../stores/shortcuts.ts'
import { Button, CodeEditor, Dialog, Glyph, Menu, toast } from '../../ui/index.ts'
import css from './ImportDialog.module.css'

export function ImportDialog() {
  const isOpen = useImport((state) => state.isOpen)
  return isOpen ? <OpenDialog /> : null
}

function OpenDialog() {
  const t = useText()
  const { body, isBusy, error } = useImport()
  const problem = bodyProblem(body)
  const send = async () => {
    const made = await sendImport()
    if (made === null) return
    const { groupId, functionName, taskId, isNew } = made
    closeImport()
    void refreshGroups()
    navigate({ ...INBOX_ROUTE, groupId, task: { functionName, taskId } })
    toast({ text: t(isNew ? 'inbox.import.done' : 'inbox.import.again'), tone: isNew ? 'ok' : 'neutral' })
  }
  useDialogShortcut('submit', () => void send())
  const footer = (
    <>
      <Button variant="ghost" onClick={closeImport}>
        {t('common.cancel')}
      </Button>
      <Button
        variant="primary"
        isBusy={isBusy}
        shortcut="Mod+Enter"
        onClick={() => void send()}
        {...(problem !== null && {
          isDisabled: true,
          disabledReason: t(problem.kind === 'tooLong' ? 'inbox.import.tooLong' : 'inbox.import.empty'),
        })}
      >
        {t('inbox.import.confirm')}
      </Button>
    </>
  )
  return (
    <Dialog title={t('inbox.import.title')} isOpen onClose={closeImport} footer={footer}>
      <div className={css.content}>
        <p className={css.text}>{t('inbox.import.text')}</p>
        <EditorPlace>
          <CodeEditor
            language="json"
            label={t('inbox.import.body')}
            value={body}
            minHeight="var(--h-payload)"
            error={problem?.kind === 'notJson' ? { at: problem.at, message: t('inbox.import.notJson') } : undefined}
            onChange={setImportBody}
            onSubmit={() => void send()}
          />
        </EditorPlace>
        {problem?.kind === 'tooLong' && (
          <p className={css.error} role="alert">
            {t('inbox.import.tooLong')}
          </p>
        )}
        <FunctionChoice />
        {error !== null && (
          <div className={css.refused} role="alert">
            <Glyph name="Failed" />
            <div>
              <p className={css.what}>{t('inbox.import.refused')}</p>
              <p>{error.message}</p>
            </div>
          </div>
        )}
      </div>
    </Dialog>
  )
}

/** The body is what one writes first. The editor is drawn some time after the dialog; until then this has its place. */
function EditorPlace({ children }: { children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hands the focus on
    <div
      ref={focusWhenThere}
      className={css.editor}
      tabIndex={-1}
      data-autofocus
      onFocus={({ target, currentTarget }) => {
        if (target === currentTarget) editorIn(currentTarget)?.focus()
      }}
    >
      {children}
    </div>
  )
}

const editorIn = (place: HTMLElement) => place.querySelector<HTMLElement>('[contenteditable="true"]')

function focusWhenThere(place: HTMLElement | null): (() => void) | undefined {
  if (place === null) return
  const observer = new MutationObserver(() => {
    const field = editorIn(place)
    if (field === null) return
    observer.disconnect()
    field.focus()
  })
  observer.observe(place, { childList: true, subtree: true })
  return () => observer.disconnect()
}

/** Refused so, the body may only lack a function that is here. */
const MAY_NAME_NONE: ReadonlySet<ErrorCode> = new Set(['function_not_found', 'failure_unreadable'])

/** Only of use where the body names a function of another name than ours. */
function FunctionChoice() {
  const t = useText()
  const chosen = useImport((state) => state.functionName)
  const isUnknown = useImport(({ error }) => error !== null && MAY_NAME_NONE.has(error.code))
  const functions = useFunctions((state) => state.functions)
  useEffect(() => void functionsActions.load(), [])
  if (!isUnknown && chosen === null) return null
  return (
    <div className={css.choice}>
      <span className={css.label}>{t('inbox.import.function')}</span>
      <Menu
        trigger={<Button size="sm">{chosen ?? t('inbox.import.chooseFunction')}</Button>}
        items={[
          ...(functions ?? []).map(({ functionName }) => ({
            id: functionName,
            label: functionName,
            onSelect: () => setImportFunction(functionName),
          })),
          'divider' as const,
          { id: '', label: t('inbox.import.asNamed'), onSelect: () => setImportFunction(null) },
        ]}
      />
    </div>
  )
}
