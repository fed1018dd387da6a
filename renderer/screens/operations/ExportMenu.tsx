/** All that the filter keeps as a file; it can be stopped while it is read. */
import { useState } from 'react'
import { AppError } from '../../../shared/errors.ts'
import type { OperationFormat } from '../../../shared/format/operationLines.ts'
import { useText } from '../../i18n/text.ts'
import { exportOperations } from '../../stores/operations.ts'
import { Button, IconButton, Menu, toast } from '../../ui/index.ts'
import { saveFile } from '../logs/saveFile.ts'

export function ExportMenu() {
  const t = useText()
  const [saving, setSaving] = useState<{ count: number; stop: () => void } | null>(null)
  if (saving !== null) {
    return (
      <Button size="sm" icon="x" onClick={saving.stop}>
        {t('operations.exporting', { count: saving.count })}
      </Button>
    )
  }
  const save = async (format: OperationFormat) => {
    const abort = new AbortController()
    const stop = () => abort.abort()
    let count = 0
    setSaving({ count, stop })
    try {
      const onProgress = (readCount: number) => {
        count = readCount
        setSaving({ count, stop })
      }
      const file = await exportOperations(format, { signal: abort.signal, onProgress })
      if (abort.signal.aborted) return
      saveFile(file, { kind: 'operations', extension: format })
      toast({ text: t('operations.exported', { count }), tone: 'ok' })
    } catch (error) {
      if (abort.signal.aborted) return
      const reason = error instanceof AppError ? error.message : String(error)
      toast({ text: t('operations.exportFailed', { reason }), tone: 'fail' })
    } finally {
      setSaving(null)
    }
  }
  return (
    <Menu
      align="end"
      trigger={<IconButton icon="download" label={t('operations.export')} />}
      items={[
        { id: 'jsonl', icon: 'braces', label: t('operations.exportLines'), onSelect: () => void save('jsonl') },
        { id: 'csv', icon: 'table', label: t('operations.exportCsv'), onSelect: () => void save('csv') },
      ]}
    />
  )
}
