/** The head of the screen with both views as tabs, what the view shows, and what is open beside it. */
import type { ReactNode } from 'react'
import { useText } from '../../i18n/text.ts'
import { setPreference, usePreferences } from '../../stores/preferences.ts'
import { DELIVERIES_ROUTE, navigate } from '../../stores/route.ts'
import { PaneHeader, Split, Tabs, toast } from '../../ui/index.ts'
import { useDeliveriesRoute } from './deliveriesMoves.ts'
import css from './ViewFrame.module.css'

const MIN_PANE_PIXELS = 400
const MAX_PANE_PIXELS = 1_600

type FrameProps = {
  summary?: ReactNode
  actions?: ReactNode
  /** What is open beside it. */
  pane: ReactNode | null
  children: ReactNode
}

export function ViewFrame({ summary, actions, pane, children }: FrameProps) {
  const t = useText()
  const { view } = useDeliveriesRoute()
  const widthPixels = usePreferences(({ drawerWidthPixels }) => drawerWidthPixels)
  const start = (
    <section className={css.pane} aria-label={t('deliveries.title')}>
      <PaneHeader title={t('deliveries.title')} summary={summary}>
        {actions}
      </PaneHeader>
      <Tabs
        label={t('deliveries.views')}
        value={view}
        tabs={[
          { id: 'deliveries', label: t('deliveries.viewDeliveries') },
          { id: 'queues', label: t('deliveries.viewQueues') },
        ]}
        onChange={(id) => navigate({ ...DELIVERIES_ROUTE, view: id })}
      />
      {children}
    </section>
  )
  return (
    <Split
      start={start}
      end={pane}
      endWidthPixels={widthPixels}
      minEndPixels={MIN_PANE_PIXELS}
      maxEndPixels={MAX_PANE_PIXELS}
      onResize={(pixels) =>
        void setPreference('drawerWidthPixels', pixels).catch((error: Error) =>
          toast({ text: error.message, tone: 'fail' }),
        )
      }
    />
  )
}
