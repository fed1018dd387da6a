/** The list at the left: functions that can be called, then those that only tasks still name. */
import { type MouseEvent, useEffect, useRef } from 'react'
import { formatCount } from '../../../shared/format/count.ts'
import { useText } from '../../i18n/text.ts'
import { useProblems } from '../../stores/problems.ts'
import { formatRoute } from '../../stores/route.ts'
import { uiActions } from '../../stores/ui.ts'
import { Button, Glyph, PaneHeader } from '../../ui/index.ts'
import css from './FunctionList.module.css'
import type { FunctionItem } from './functionGroups.ts'

type Props = { present: FunctionItem[]; gone: FunctionItem[]; chosenName: string | null; onEnter: () => void }

export function FunctionList({ present, gone, chosenName, onEnter }: Props) {
  const t = useText()
  const problemCount = useProblems().filter(({ source, level }) => source === null && level === 'error').length
  const rowOf = (item: FunctionItem) => (
    <FunctionRow key={item.functionName} item={item} isChosen={item.functionName === chosenName} onEnter={onEnter} />
  )
  return (
    <nav className={css.list} aria-label={t('functions.list')}>
      <PaneHeader title={t('functions.title')} summary={formatCount(present.length)} />
      <div className={css.rows}>
        <ul>{present.map(rowOf)}</ul>
        {gone.length > 0 && (
          <>
            <h2 className={css.group} id="gone-functions">
              {t('functions.goneGroup')}
            </h2>
            <ul aria-labelledby="gone-functions">{gone.map(rowOf)}</ul>
          </>
        )}
        {problemCount > 0 && (
          <div className={css.problems}>
            <Button variant="ghost" size="sm" icon="triangle-alert" onClick={() => uiActions.openDock('problems')}>
              {t('functions.projectProblems', { count: problemCount })}
            </Button>
          </div>
        )}
      </div>
    </nav>
  )
}

type RowProps = { item: FunctionItem; isChosen: boolean; onEnter: () => void }

function FunctionRow({ item, isChosen, onEnter }: RowProps) {
  const link = useRef<HTMLAnchorElement>(null)
  const isBusy = item.runningCount > 0 && item.waitingCount > 0 // both numbers need the line
  useEffect(() => {
    if (isChosen) link.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  return (
    <li>
      <a
        ref={link}
        className={css.row}
        href={formatRoute({ screen: 'functions', functionName: item.functionName })}
        aria-current={isChosen ? 'page' : undefined}
        onClick={(event) => {
          if (isByKeyboard(event)) onEnter()
        }}
      >
        <span className={css.name} title={item.functionName}>
          {item.functionName}
        </span>
        <span className={css.second}>
          {!isBusy && <FunctionAbout item={item} />}
          <FunctionLoad item={item} />
        </span>
      </a>
    </li>
  )
}

/** A browser counts the clicks of a pointer; Enter on a link has none. */
const isByKeyboard = ({ detail }: MouseEvent) => detail === 0

function FunctionAbout({ item: { summary } }: { item: FunctionItem }) {
  const t = useText()
  if (summary === null) return null
  if (summary.problem !== null) {
    return (
      <span className={css.problem} title={summary.problem}>
        <Glyph name="Invalid" />
        {t('functions.cannotRun')}
      </span>
    )
  }
  const { runtime, origin } = summary
  return <span className={css.about}>{origin === 'api' ? t('functions.fromApi', { runtime }) : runtime}</span>
}

/** What is going on now; nothing to say when it is idle. */
function FunctionLoad({ item: { summary, runningCount, waitingCount, taskCount } }: { item: FunctionItem }) {
  const t = useText()
  const parts = [
    ...(runningCount > 0 ? [t('functions.running', { text: formatCount(runningCount) })] : []),
    ...(waitingCount > 0 ? [t('functions.waiting', { text: formatCount(waitingCount) })] : []),
  ]
  if (summary === null && parts.length === 0) {
    parts.push(t('functions.tasks', { count: taskCount, text: formatCount(taskCount) }))
  }
  return <span className={css.load}>{parts.join(', ')}</span>
}
