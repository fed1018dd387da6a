/** The bar at the foot: problems at the left, what the machine gives at the right; opens into the problems. */
import { useEffect } from 'react'
import { formatBytes } from '../../../shared/format/bytes.ts'
import { formatCount } from '../../../shared/format/count.ts'
import { useText } from '../../i18n/text.ts'
import { followFunctionProblems } from '../../stores/functions.ts'
import { useHost } from '../../stores/host.ts'
import { useProblems } from '../../stores/problems.ts'
import { shortcutOf } from '../../stores/shortcuts.ts'
import { executingCount } from '../../stores/taskFamilies.ts'
import { uiActions, useUi } from '../../stores/ui.ts'
import { classes, Icon, IconButton, Kbd, Tooltip } from '../../ui/index.ts'
import css from './Dock.module.css'
import { LostLine } from './LostLine.tsx'
import { ProblemList } from './ProblemList.tsx'

export function Dock() {
  const t = useText()
  const isOpen = useUi(({ dockTab }) => dockTab !== null)
  const problems = useProblems()
  useEffect(followFunctionProblems, [])
  const errorCount = problems.filter(({ level }) => level === 'error').length
  const noteCount = problems.length - errorCount
  return (
    <section
      className={classes(css.dock, isOpen && css.isOpen)}
      data-dock={isOpen ? 'open' : 'closed'}
      aria-label={t('shell.dock.problems')}
    >
      <div className={css.bar}>
        <button
          type="button"
          className={classes(css.tab, errorCount > 0 && css.wrong)}
          aria-expanded={isOpen}
          onClick={() => uiActions.toggleDock()}
        >
          <Icon name={errorCount === 0 ? 'info' : 'triangle-alert'} size={14} />
          {t('shell.dock.problems')}
          {(errorCount > 0 || noteCount === 0) && <span className={css.count}>{formatCount(errorCount)}</span>}
          {noteCount > 0 && (
            <span className={css.count}>
              {t('shell.dock.notes', { count: noteCount, shown: formatCount(noteCount) })}
            </span>
          )}
        </button>
        <LostLine />
        <div className={css.end}>
          <Executions />
          <Usage />
          {isOpen ? (
            <IconButton
              icon="x"
              label={t('shell.dock.close')}
              shortcut={shortcutOf('dock')}
              onClick={uiActions.closeDock}
            />
          ) : (
            <Kbd keys={shortcutOf('dock')} />
          )}
        </div>
      </div>
      {isOpen && <ProblemList problems={problems} />}
    </section>
  )
}

function Executions() {
  const t = useText()
  const limit = useHost(({ info }) => info?.executionLimit ?? null)
  const executing = useHost(({ totals }) => (totals === null ? null : executingCount(totals)))
  if (limit === null || executing === null) return null
  const count = Math.min(executing, limit)
  return (
    <Tooltip label={t('shell.dock.executionsHint')}>
      <span>{t('shell.dock.executions', { count, limit })}</span>
    </Tooltip>
  )
}

function Usage() {
  const t = useText()
  const usage = useHost(({ usage }) => usage)
  if (usage === null) return null
  return (
    <>
      <Tooltip label={t('shell.dock.memoryHint')}>
        <span>{t('shell.dock.memory', { size: formatBytes(usage.memoryBytes) })}</span>
      </Tooltip>
      <Tooltip label={t('shell.dock.diskHint', { free: formatBytes(usage.freeDiskBytes) })}>
        <span>{t('shell.dock.disk', { size: formatBytes(usage.databaseBytes) })}</span>
      </Tooltip>
    </>
  )
}
