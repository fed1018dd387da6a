/** What is measured: everything on this machine, the account, or one function. */
import { useEffect } from 'react'
import { useText } from '../../i18n/text.ts'
import { followFunctionProblems, useFunctions } from '../../stores/functions.ts'
import { useHost } from '../../stores/host.ts'
import { Button, Menu } from '../../ui/index.ts'
import { showScope } from './metricsRoute.ts'

type ScopeMenuProps = { functionName: string | null; isAccount: boolean }

export function ScopeMenu({ functionName, isAccount }: ScopeMenuProps) {
  const t = useText()
  const functions = useFunctions((state) => state.functions)
  const account = useHost(({ info }) => info?.account.name ?? '')
  useEffect(followFunctionProblems, [])
  const isGone = functions?.every((one) => one.functionName !== functionName)
  const accountWord = t('metrics.scope.account', { name: account })
  const wide = isAccount ? accountWord : t('metrics.scope.everything')
  const shown = functionName ?? wide
  const checked = (isChosen: boolean) => (isChosen ? { icon: 'check' as const } : {})
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm" icon="chevrons-up-down" aria-label={t('metrics.scope.label', { name: shown })}>
          {functionName !== null && isGone ? t('metrics.scope.gone', { name: functionName }) : shown}
        </Button>
      }
      items={[
        {
          id: 'everything',
          label: t('metrics.scope.everything'),
          ...checked(functionName === null && !isAccount),
          onSelect: () => showScope({ functionName: null, isAccount: false }),
        },
        {
          id: 'account',
          label: accountWord,
          ...checked(functionName === null && isAccount),
          onSelect: () => showScope({ functionName: null, isAccount: true }),
        },
        'divider',
        ...(functions ?? []).map((one) => ({
          id: `function-${one.functionName}`,
          label: one.functionName,
          ...checked(one.functionName === functionName),
          onSelect: () => showScope({ functionName: one.functionName, isAccount: false }),
        })),
      ]}
    />
  )
}
