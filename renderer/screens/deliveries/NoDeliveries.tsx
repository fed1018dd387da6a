/** Where deliveries would be and are none: how a destination is set, or that the filter hides them. */
import { useText } from '../../i18n/text.ts'
import { useFunctions } from '../../stores/functions.ts'
import { navigate } from '../../stores/route.ts'
import { Button, CopyText, EmptyState } from '../../ui/index.ts'
import { setDeliveriesRoute, useDeliveriesRoute } from './deliveriesMoves.ts'

/** What stands for a function where the project has none. */
const SOME_FUNCTION = 'order-charge'

export function NoDeliveries() {
  const t = useText()
  const { show, text, functionName } = useDeliveriesRoute()
  if (show !== 'all' || text !== '' || functionName) {
    return (
      <EmptyState title={t('deliveries.none.filteredTitle')} text={t('deliveries.none.filteredText')}>
        <Button size="sm" onClick={() => setDeliveriesRoute({ show: 'all', text: '', functionName: null })}>
          {t('deliveries.none.showAll')}
        </Button>
      </EmptyState>
    )
  }
  return <HowToSetDestinations title={t('deliveries.none.title')} text={t('deliveries.none.text')} />
}

/** With the command for the first function, and the way to its page; another command instead when one is given. */
export function HowToSetDestinations({ title, text, command }: { title: string; text: string; command?: string }) {
  const t = useText()
  const firstName = useFunctions(({ functions }) => functions?.[0]?.functionName ?? null)
  const shown = command ?? t('deliveries.none.command', { name: firstName ?? SOME_FUNCTION })
  return (
    <EmptyState
      title={title}
      text={
        <>
          <p>{text}</p>
          <CopyText text={shown} label={t('deliveries.none.copy')} />
        </>
      }
    >
      <Button
        size="sm"
        variant="primary"
        onClick={() => navigate({ screen: 'functions', functionName: firstName, tab: 'async' })}
      >
        {t('deliveries.none.configure')}
      </Button>
    </EmptyState>
  )
}
