/** Shows exactly which values go into s.yaml before they do. */
import { useState } from 'react'
import { AppError } from '../../../shared/errors.ts'
import { useText } from '../../i18n/text.ts'
import { type AsyncSettings, asyncActions, changedHere } from '../../stores/asyncSettings.ts'
import { shortcutOf, useDialogShortcut } from '../../stores/shortcuts.ts'
import { Button, Dialog, toast } from '../../ui/index.ts'
import { useValueText } from './asyncTexts.ts'
import css from './WriteDialog.module.css'

type Props = { settings: AsyncSettings; isOpen: boolean; onClose: () => void }

export function WriteDialog({ settings, isOpen, onClose }: Props) {
  const t = useText()
  const valueText = useValueText()
  const [isBusy, setBusy] = useState(false)
  const [reason, setReason] = useState<string | null>(null)
  const close = () => {
    setReason(null)
    onClose()
  }
  const write = async () => {
    setBusy(true)
    try {
      const file = await asyncActions.write(settings.functionName)
      toast({ text: t('asyncSettings.written', { file }), tone: 'ok' })
      close()
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      setReason(error.message)
    } finally {
      setBusy(false)
    }
  }
  useDialogShortcut('submit', () => void write(), isOpen && !isBusy)
  const footer = (
    <>
      <Button variant="ghost" onClick={close}>
        {t('common.cancel')}
      </Button>
      <Button
        variant="primary"
        isBusy={isBusy}
        shortcut={shortcutOf('submit')}
        data-autofocus
        onClick={() => void write()}
      >
        {t('asyncSettings.write')}
      </Button>
    </>
  )
  return (
    <Dialog title={t('asyncSettings.writeTitle')} isOpen={isOpen} onClose={close} footer={footer}>
      <p className={css.text}>{t('asyncSettings.writeText', { file: settings.specFile ?? 's.yaml' })}</p>
      <table className={css.changes}>
        <thead>
          <tr>
            <th scope="col">{t('asyncSettings.writeSetting')}</th>
            <th scope="col">{t('asyncSettings.writeNow')}</th>
            <th scope="col">{t('asyncSettings.writeThen')}</th>
          </tr>
        </thead>
        <tbody>
          {changedHere(settings).map((name) => (
            <tr key={name}>
              <th scope="row">{t(`asyncSettings.${name}`)}</th>
              <td>{valueText(name, settings[name].fileValue)}</td>
              <td className={css.then}>{valueText(name, settings[name].value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {reason !== null && (
        <p className={css.failed} role="alert">
          {t('asyncSettings.writeFailed', { reason })}
        </p>
      )}
    </Dialog>
  )
}
