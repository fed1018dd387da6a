/** One function: what it is, what to know about it, and its parts. Mounted anew for each function. */
import { type ReactNode, useEffect } from 'react'
import { useText } from '../../i18n/text.ts'
import { hasAsyncDraft, useAsyncDraft } from '../../stores/asyncDraft.ts'
import { followAsync } from '../../stores/asyncSettings.ts'
import {
  type FunctionConfiguration,
  followFunction,
  loadFunction,
  selectDetail,
  useFunctionDetail,
} from '../../stores/functionDetail.ts'
import { type FunctionSummary, type FunctionTab, functionsActions, useFunctions } from '../../stores/functions.ts'
import { navigate, useRoute } from '../../stores/route.ts'
import { ErrorState, SlowState, Tabs } from '../../ui/index.ts'
import { AsyncTab } from './AsyncTab.tsx'
import { ConfigurationTab } from './ConfigurationTab.tsx'
import { EnvironmentTab } from './EnvironmentTab.tsx'
import { FunctionFacts } from './FunctionFacts.tsx'
import { FunctionHeader } from './FunctionHeader.tsx'
import { FunctionNotices } from './FunctionNotices.tsx'
import css from './FunctionPane.module.css'
import { HistoryTab } from './HistoryTab.tsx'
import { SubmitTab } from './SubmitTab.tsx'

export function FunctionPane({ summary }: { summary: FunctionSummary }) {
  const t = useText()
  const { functionName } = summary
  const configuration = useFunctionDetail((state) => selectDetail(functionName)(state).configuration)
  const hasDraft = useAsyncDraft(hasAsyncDraft(functionName))
  const tab = useAddressedTab(functionName)
  useEffect(() => followFunction(functionName), [functionName])
  useEffect(() => followAsync(functionName), [functionName])

  const tabs: { id: FunctionTab; label: string }[] = [
    { id: 'submit', label: t('functions.tabSubmit') },
    { id: 'configuration', label: t('functions.tabConfiguration') },
    { id: 'async', label: t(hasDraft ? 'asyncSettings.tabUnsaved' : 'asyncSettings.tab') },
    { id: 'environment', label: t('functions.tabEnvironment') },
    { id: 'history', label: t('functions.tabHistory') },
  ]
  return (
    <section className={css.pane} aria-label={functionName}>
      <FunctionHeader summary={summary} />
      <FunctionFacts summary={summary} configuration={configuration} />
      <FunctionNotices summary={summary} configuration={configuration} />
      <Tabs label={t('functions.tabs')} tabs={tabs} value={tab} onChange={(id) => showTab(functionName, id)} />
      <div className={css.content}>
        {tab === 'submit' && <SubmitTab functionName={functionName} configuration={configuration} />}
        {tab === 'async' && <AsyncTab functionName={functionName} />}
        {tab === 'history' && <HistoryTab functionName={functionName} />}
        {(tab === 'configuration' || tab === 'environment') && (
          <Known configuration={configuration} functionName={functionName}>
            {(known) =>
              tab === 'configuration' ? (
                <ConfigurationTab configuration={known} />
              ) : (
                <EnvironmentTab configuration={known} />
              )
            }
          </Known>
        )}
      </div>
    </section>
  )
}

/** The tab that is shown, which stays the same when the function changes. One of them has an address of its own. */
function useAddressedTab(functionName: string): FunctionTab {
  const tab = useFunctions((state) => state.tab)
  const isAddressed = useRoute((route) => route.screen === 'functions' && route.tab === 'async')
  useEffect(() => {
    if (isAddressed) functionsActions.showTab('async')
  }, [isAddressed])
  useEffect(() => {
    if (tab === 'async' && !isAddressed) addressTab(functionName, 'async')
  }, [tab, isAddressed, functionName])
  return isAddressed ? 'async' : tab
}

function showTab(functionName: string, tab: FunctionTab): void {
  functionsActions.showTab(tab)
  addressTab(functionName, tab)
}

function addressTab(functionName: string, tab: FunctionTab): void {
  navigate({ screen: 'functions', functionName, ...(tab === 'async' && { tab }) }, { replace: true })
}

type KnownProps = {
  functionName: string
  configuration: FunctionConfiguration | null
  children: (configuration: FunctionConfiguration) => ReactNode
}

/** The configuration once it is there; until then what is waited for, or why it could not be read. */
function Known({ functionName, configuration, children }: KnownProps) {
  const t = useText()
  const error = useFunctionDetail((state) => selectDetail(functionName)(state).error)
  if (configuration !== null) return children(configuration)
  if (error === null) return <SlowState text={t('functions.readingOne', { name: functionName })} />
  const what = t('functions.whatDetail', { name: functionName })
  return <ErrorState error={error} onRetry={() => void loadFunction(functionName)} what={what} />
}
