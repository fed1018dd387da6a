/** Before the first task: what will be here, and how to make it. */
import { useText } from '../../i18n/text.ts'
import { navigate } from '../../stores/route.ts'
import { Button, EmptyState } from '../../ui/index.ts'

export function NoCurves() {
  const t = useText()
  return (
    <EmptyState title={t('metrics.nothingTitle')} text={t('metrics.nothingText')}>
      <Button variant="primary" size="sm" onClick={() => navigate({ screen: 'functions', functionName: null })}>
        {t('overview.action.submit')}
      </Button>
    </EmptyState>
  )
}
