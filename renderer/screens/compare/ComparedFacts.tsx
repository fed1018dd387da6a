/** The facts of both attempts in two columns; those that are equal are quiet. */
import type { ReactNode } from 'react'
import { formatBytes } from '../../../shared/format/bytes.ts'
import { formatDurationMs } from '../../../shared/format/duration.ts'
import { shortId } from '../../../shared/format/shortId.ts'
import { shortInstanceId } from '../../../shared/format/shortInstanceId.ts'
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/clock.ts'
import type { ComparedSide, Comparison } from '../../stores/comparison.ts'
import { formatRoute } from '../../stores/route.ts'
import { classes, Instant, StatusLabel } from '../../ui/index.ts'
import css from './ComparedFacts.module.css'
import { shownState } from './sideLabels.ts'

const HASH_LENGTH = 7

/** `key`: what is compared; without, the fact differs by nature and is never quiet. */
type Fact = { name: string; show(side: ComparedSide): ReactNode; key?: (side: ComparedSide) => unknown; isMono?: true }

export function ComparedFacts({ comparison: { left, right } }: { comparison: Comparison }) {
  const t = useText()
  const facts = useFacts()
  return (
    <table className={css.table}>
      <caption className={css.unseen}>{t('compare.facts')}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('compare.left')}</th>
          <th scope="col">{t('compare.right')}</th>
        </tr>
      </thead>
      <tbody>
        {facts.map(({ name, show, key, isMono }) => {
          const isSame = key !== undefined && key(left) === key(right)
          const cell = classes(isSame && css.same, isMono && css.mono)
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className={cell}>{show(left)}</td>
              <td className={cell}>{show(right)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function useFacts(): Fact[] {
  const t = useText()
  const none = <span className={css.none}>–</span>
  return [
    { name: t('compare.fact.task'), show: (side) => <TaskLink side={side} />, isMono: true },
    {
      name: t('compare.fact.attempt'),
      key: ({ attempt, attemptCount }) => `${attempt} of ${attemptCount}`,
      show: ({ attempt, attemptCount }) =>
        attempt === null ? t('compare.neverRan') : t('compare.attemptOf', { attempt, attemptCount }),
    },
    {
      name: t('compare.fact.state'),
      key: ({ outcome, state }) => outcome ?? state,
      show: (side) => <Outcome side={side} />,
    },
    {
      name: t('compare.fact.started'),
      show: ({ startedAtMs }) => (startedAtMs === null ? none : <When atMs={startedAtMs} />),
    },
    {
      name: t('compare.fact.duration'),
      key: ({ durationMs }) => durationMs,
      show: ({ durationMs }) => (durationMs === null ? none : formatDurationMs(durationMs)),
    },
    {
      name: t('compare.fact.peak'),
      key: ({ peakMemoryBytes }) => peakMemoryBytes,
      show: ({ peakMemoryBytes }) => (peakMemoryBytes === null ? none : formatBytes(peakMemoryBytes)),
    },
    {
      name: t('compare.fact.code'),
      key: ({ codeHash }) => codeHash,
      show: ({ codeHash }) =>
        codeHash === null ? none : <span title={codeHash}>{codeHash.slice(0, HASH_LENGTH)}</span>,
      isMono: true,
    },
    {
      name: t('compare.fact.interpreter'),
      key: ({ interpreterVersion }) => interpreterVersion,
      show: ({ interpreterVersion }) => interpreterVersion ?? none,
    },
    {
      name: t('compare.fact.instance'),
      key: ({ instanceId }) => instanceId,
      show: ({ instanceId }) => (instanceId === null ? none : <InstanceLink instanceId={instanceId} />),
      isMono: true,
    },
  ]
}

function TaskLink({ side: { functionName, taskId } }: { side: ComparedSide }) {
  const task = { functionName, taskId }
  const href = formatRoute({ screen: 'tasks', query: '', task, tab: 'attempts', isFull: false })
  return (
    <a href={href} title={`${functionName}/${taskId}`}>
      {functionName}/{shortId(taskId)}
    </a>
  )
}

function InstanceLink({ instanceId }: { instanceId: string }) {
  return (
    <a href={formatRoute({ screen: 'instances', instanceId })} title={instanceId}>
      {shortInstanceId(instanceId)}
    </a>
  )
}

function When({ atMs }: { atMs: number }) {
  return <Instant atMs={atMs} nowMs={useNow()} clock="absolute" isStop />
}

function Outcome({ side }: { side: ComparedSide }) {
  const t = useText()
  const state = shownState(side)
  return state === null ? t('compare.interrupted') : <StatusLabel state={state} />
}
