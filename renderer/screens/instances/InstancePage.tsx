/** One instance, living or ended: what it is and does, what it used second by second, and the tasks that ran in it. */
import { useEffect } from 'react'
import { useText } from '../../i18n/text.ts'
import { followInstance, loadInstance, useInstancePage } from '../../stores/instancePage.ts'
import { navigate } from '../../stores/route.ts'
import { useShortcut } from '../../stores/shortcuts.ts'
import { ErrorState, SlowState } from '../../ui/index.ts'
import { HeldNote } from './HeldNote.tsx'
import { InstanceFacts } from './InstanceFacts.tsx'
import { InstanceHeader } from './InstanceHeader.tsx'
import css from './InstancePage.module.css'
import { InstanceTasks } from './InstanceTasks.tsx'
import { InstanceUsage } from './InstanceUsage.tsx'

export function InstancePage({ instanceId }: { instanceId: string }) {
  const t = useText()
  const instance = useInstancePage((page) => (page.instanceId === instanceId ? page.instance : null))
  const error = useInstancePage((page) => page.error)
  useEffect(() => followInstance(instanceId), [instanceId])
  useShortcut('close', () => navigate({ screen: 'instances', instanceId: null }))
  if (instance === null) {
    if (error === null) return <SlowState text={t('instances.page.reading')} />
    return (
      <ErrorState error={error} onRetry={() => void loadInstance(instanceId)} what={t('instances.page.whatInstance')} />
    )
  }
  return (
    <section className={css.page} aria-label={instanceId}>
      <InstanceHeader instance={instance} />
      <HeldNote instance={instance} />
      <div className={css.body}>
        <InstanceFacts instance={instance} />
        <InstanceUsage instance={instance} />
        <InstanceTasks instanceId={instanceId} />
      </div>
    </section>
  )
}
