/** The words that stand in the rows of a log; the same object until the language changes. */
import { useMemo } from 'react'
import { useText } from '../../i18n/text.ts'
import type { LogLevel } from '../../stores/taskLogLine.ts'

export type LogWords = {
  levels: Record<LogLevel, string>
  stderr: string
  long(shown: string): string
  unfold(shown: string): string
  fold: string
}

export function useLogWords(): LogWords {
  const t = useText()
  return useMemo(
    () => ({
      levels: {
        error: t('task.log.level.error'),
        warn: t('task.log.level.warn'),
        info: t('task.log.level.info'),
        debug: t('task.log.level.debug'),
      },
      stderr: t('task.log.stderr'),
      long: (shown) => t('task.log.long', { shown }),
      unfold: (shown) => t('task.log.unfold', { shown }),
      fold: t('task.log.fold'),
    }),
    [t],
  )
}
