/** That values were changed here, and the two ways to agree with s.yaml again: to go back to it, or to write to it. */
import { useState } from 'react'
import { AppError } from '../../../shared/errors.ts'
import { useText } from '../../i18n/text.ts'
import { type AsyncSettings, asyncActions, changedHere } from '../../stores/asyncSettings.ts'
import { Button, toast } from '../../ui/index.ts'
import css from './AsyncTab.module.css'
import { WriteDialog } from './WriteDialog.tsx'

export function AsyncChanged({ settings, hasDraft }: { settings: AsyncSettings; hasDraft: boolean }) {
  const t = useText()
  const [isWriting, setWriting] = useState(false)
  const { functionName } = settings
  const count = changedHere(settings).length
  if (count === 0) return null
  const revert = async () => {
    try {
      await asyncActions.revert(functionName, 'all')
      toast({ text: t('asyncSettings.reverted'), tone: 'ok' })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      toast({ text: t('asyncSettings.revertFailed', { reason: error.message }), tone: 'fail' })
    }
  }
  return (
    <div className={css.changed}>
      <p className={css.said}>{t('asyncSettings.changed', { count })}</p>
      <Button size="sm" variant="ghost" onClick={() => void revert()}>
        {t('asyncSettings.revertAll')}
      </Button>
      {settings.canWrite && (
        <Button
          size="sm"
          icon="file-text"
          isDisabled={hasDraft}
          {...(hasDraft && { disabledReason: t('asyncSettings.writeUnsaved') })}
          onClick={() => setWriting(true)}
        >
          {t('asyncSettings.write')}
        </Button>
      )}
      <WriteDialog settings={settings} isOpen={isWriting} onClose={() => setWriting(false)} />
    </div>
  )
}
