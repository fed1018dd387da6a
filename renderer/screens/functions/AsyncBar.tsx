/** At the foot of the form: what is not saved yet, and the way to save it or to let it go. */
import { useText } from '../../i18n/text.ts'
import { type AsyncDraft, asyncDraft, draftProblems, selectSaving, useAsyncDraft } from '../../stores/asyncDraft.ts'
import { shortcutOf } from '../../stores/shortcuts.ts'
import { Button } from '../../ui/index.ts'
import css from './AsyncTab.module.css'

export function AsyncBar({ functionName, draft }: { functionName: string; draft: AsyncDraft }) {
  const t = useText()
  const { isSaving, error } = useAsyncDraft(selectSaving(functionName))
  const count = Object.keys(draft.fields).length
  const isWrong = Object.keys(draftProblems(draft)).length > 0
  const reason = count === 0 ? t('asyncSettings.nothingToSave') : t('functions.fixFirst')
  return (
    <footer className={css.bar}>
      <p className={css.said} role="status">
        {error !== null && (
          <span className={css.failed}>{t('asyncSettings.notSavedReason', { reason: error.message })}</span>
        )}
        {error === null && count > 0 && t('asyncSettings.unsaved', { count })}
      </p>
      {count > 0 && (
        <Button variant="ghost" isDisabled={isSaving} onClick={() => asyncDraft.discard(functionName, 'all')}>
          {t('asyncSettings.discard')}
        </Button>
      )}
      <Button
        type="submit"
        variant="primary"
        shortcut={shortcutOf('submit')}
        isBusy={isSaving}
        isDisabled={count === 0 || isWrong}
        disabledReason={reason}
      >
        {t('asyncSettings.save')}
      </Button>
    </footer>
  )
}
