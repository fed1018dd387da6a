/** Name, version of the code, whether it has just changed, and the way to its tasks. */
import { formatAgo } from '../../../shared/format/ago.ts'
import { MINUTE_MS, SECOND_MS } from '../../../shared/units/time.ts'
import { useText } from '../../i18n/text.ts'
import { type FunctionSummary, useFunctions } from '../../stores/functions.ts'
import { useNow } from '../../stores/host.ts'
import { navigate } from '../../stores/route.ts'
import { Button, PaneHeader, Tag } from '../../ui/index.ts'
import css from './FunctionHeader.module.css'
import { tasksRouteOf } from './tasksRouteOf.ts'

const LATELY_MS = 2 * MINUTE_MS

export function FunctionHeader({ summary: { functionName, codeHash } }: { summary: FunctionSummary }) {
  const t = useText()
  return (
    <PaneHeader
      title={functionName}
      summary={
        <span className={css.version}>
          <span className={css.hash} title={codeHash}>
            {codeHash.slice(0, 7)}
          </span>
          <ReloadedTag functionName={functionName} />
        </span>
      }
    >
      <Button size="sm" icon="list" onClick={() => navigate(tasksRouteOf(functionName))}>
        {t('functions.showTasks')}
      </Button>
    </PaneHeader>
  )
}

function ReloadedTag({ functionName }: { functionName: string }) {
  const t = useText()
  const nowMs = useNow()
  const atMs = useFunctions((state) => state.reloadedAtMs[functionName])
  if (atMs === undefined || nowMs - atMs > LATELY_MS) return null
  return (
    <Tag tone="ok" icon="check">
      {nowMs - atMs < SECOND_MS
        ? t('functions.reloadedNow')
        : t('functions.reloaded', { ago: formatAgo(nowMs - atMs) })}
    </Tag>
  )
}
