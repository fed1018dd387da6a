/** What can be done from the marked line: to its task, to its instance, only its function, a copy. */
import { useText } from '../../i18n/text.ts'
import type { StreamLine } from '../../stores/logWindow.ts'
import { type LogsRoute, navigate, TASKS_ROUTE } from '../../stores/route.ts'
import { Button, IconButton } from '../../ui/index.ts'
import { copyWithWord } from '../task/copyText.ts'
import css from './StreamRow.module.css'

export function RowActions({ line, route }: { line: StreamLine; route: LogsRoute }) {
  const t = useText()
  const { functionName, instanceId, taskId, raw, chunk } = line
  /** Back comes to this line. */
  const leave = (go: () => void) => {
    navigate({ ...route, chunk }, { replace: true })
    go()
  }
  return (
    <span className={css.actions}>
      {taskId !== null && (
        <Button
          size="sm"
          variant="ghost"
          icon="list"
          onClick={() => leave(() => navigate({ ...TASKS_ROUTE, task: { functionName, taskId }, tab: 'log' }))}
        >
          {t('logs.toTask')}
        </Button>
      )}
      <Button
        size="sm"
        variant="ghost"
        icon="box"
        onClick={() => leave(() => navigate({ screen: 'instances', instanceId }))}
      >
        {t('logs.toInstance')}
      </Button>
      <IconButton
        icon="list-filter"
        label={t('logs.onlyThis')}
        onClick={() => navigate({ ...route, functions: [functionName], chunk })}
      />
      <IconButton icon="copy" label={t('logs.copyLine')} onClick={() => void copyWithWord(raw, t('logs.copiedLine'))} />
    </span>
  )
}
