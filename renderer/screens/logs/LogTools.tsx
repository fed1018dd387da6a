/** How lines are shown, and how they leave the window: times, wrap, clear, copy and save. */
import { useState } from 'react'
import { AppError } from '../../../shared/errors.ts'
import { formatCount } from '../../../shared/format/count.ts'
import { text, useText } from '../../i18n/text.ts'
import { loadedText, wholeText } from '../../stores/logExport.ts'
import type { StreamFilter } from '../../stores/logFilter.ts'
import { logStreamActions } from '../../stores/logStream.ts'
import { useLogStream } from '../../stores/logStreamState.ts'
import { setLogViewing, useLogViewing } from '../../stores/logViewing.ts'
import { LOG_TIMES } from '../../stores/taskViewing.ts'
import { Button, IconButton, Menu, toast } from '../../ui/index.ts'
import { copyWithWord } from '../task/copyText.ts'
import css from './LogTools.module.css'
import { saveFile } from './saveFile.ts'

const TIME_WORDS = { off: 'logs.timesOff', relative: 'logs.timesRelative', absolute: 'logs.timesAbsolute' } as const

export function LogTools({ filter }: { filter: StreamFilter }) {
  const t = useText()
  const { isWrapped, times } = useLogViewing()
  const nextTimes = LOG_TIMES[(LOG_TIMES.indexOf(times) + 1) % LOG_TIMES.length] ?? 'absolute'
  return (
    <div className={css.tools}>
      <IconButton
        icon="wrap-text"
        label={t('logs.wrap')}
        isActive={isWrapped}
        onClick={() => setLogViewing({ isWrapped: !isWrapped })}
      />
      <IconButton
        icon="clock"
        label={`${t('logs.times')}: ${t(TIME_WORDS[times])}`}
        onClick={() => setLogViewing({ times: nextTimes })}
      />
      <IconButton icon="eraser" label={t('logs.clear')} onClick={logStreamActions.clear} />
      <ExportMenu filter={filter} />
    </div>
  )
}

function ExportMenu({ filter }: { filter: StreamFilter }) {
  const t = useText()
  const lineCount = useLogStream((stream) => stream.lineCount)
  const [saving, setSaving] = useState<{ lineCount: number; stop: () => void } | null>(null)
  if (saving !== null) {
    const count = saving.lineCount
    return (
      <Button size="sm" icon="x" onClick={saving.stop}>
        {t('logs.saving', { count, text: formatCount(count) })}
      </Button>
    )
  }
  const saveAll = async () => {
    const abort = new AbortController()
    const stop = () => abort.abort()
    setSaving({ lineCount: 0, stop })
    let savedCount = 0
    const onProgress = (read: number) => {
      savedCount = read
      setSaving({ lineCount: read, stop })
    }
    try {
      const whole = await wholeText(filter, { signal: abort.signal, onProgress })
      if (abort.signal.aborted) return
      saveFile(whole)
      toast({ text: t('logs.saved', { count: savedCount, text: formatCount(savedCount) }) })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (!abort.signal.aborted) toast({ text: t('logs.failed', { reason: error.message }), tone: 'fail' })
    } finally {
      setSaving(null)
    }
  }
  return (
    <Menu
      align="end"
      trigger={<IconButton icon="download" label={t('logs.export')} />}
      items={[
        {
          id: 'copy',
          icon: 'copy',
          label: t('logs.copyLoaded', { count: lineCount, text: formatCount(lineCount) }),
          isDisabled: lineCount === 0,
          onSelect: () => void copyLoaded(lineCount),
        },
        {
          id: 'save',
          icon: 'save',
          label: t('logs.saveLoaded'),
          isDisabled: lineCount === 0,
          onSelect: () => saveFile(new Blob([loadedText()], { type: 'text/plain' })),
        },
        { id: 'all', icon: 'download', label: t('logs.saveAll'), onSelect: () => void saveAll() },
      ]}
    />
  )
}

const copyLoaded = (count: number): Promise<void> =>
  copyWithWord(loadedText(), text('logs.copied', { count, text: formatCount(count) }))
