/** What one most likely does next about a finding: the first is the primary button. Pure. */
import type { FunctionFigures } from '../../stores/metricsFunctions.ts'
import type { Verdict } from '../../stores/overviewVerdict.ts'
import { INBOX_ROUTE, type Route, TASKS_ROUTE } from '../../stores/route.ts'

type Word =
  | 'openInbox'
  | 'openFailed'
  | 'openRetrying'
  | 'openWaiting'
  | 'openFunction'
  | 'openMetrics'
  | 'openProblems'
  | 'submit'
/** `to` null: the dock with the problems. */
export type NextStep = { word: Word; to: Route | null }

const tasks = (query: string): Route => ({ ...TASKS_ROUTE, query })
const functionPage = (functionName: string | null): Route => ({ screen: 'functions', functionName })
const metrics = (functionName: string | null): Route => ({ screen: 'metrics', functionName, range: null })

type Known = { functions: readonly FunctionFigures[]; unreadCount: number } // groups of the inbox

/** Failures that nobody has looked after are looked after in the inbox, where they are grouped. */
export function nextSteps(verdict: Verdict | null, { functions, unreadCount }: Known): NextStep[] {
  const steps = stepsOf(verdict, functions)
  if (unreadCount === 0 || verdict === null || !leadsToInbox(verdict)) return steps
  return [{ word: 'openInbox', to: INBOX_ROUTE }, ...steps.slice(0, 1)]
}

const leadsToInbox = ({ kind }: Verdict) =>
  kind === 'failing' || kind === 'failedBefore' || kind === 'well' || kind === 'quiet'

function stepsOf(verdict: Verdict | null, functions: readonly FunctionFigures[]): NextStep[] {
  switch (verdict?.kind) {
    case undefined:
      return []
    case 'problem':
      return [{ word: 'openProblems', to: null }]
    case 'failing': {
      const { functionName } = verdict
      const hasFailed = functions.some((one) => one.functionName === functionName && one.failed > 0)
      return [
        hasFailed
          ? { word: 'openFailed', to: tasks(`fn:${functionName} status:failed`) }
          : { word: 'openRetrying', to: tasks(`fn:${functionName} status:retrying`) },
        { word: 'openFunction', to: functionPage(functionName) },
      ]
    }
    case 'limited':
    case 'stuck':
      return [
        { word: 'openWaiting', to: tasks(`fn:${verdict.functionName} status:waiting`) },
        { word: 'openFunction', to: functionPage(verdict.functionName) },
      ]
    case 'machineFull':
    case 'growing':
      return [
        { word: 'openWaiting', to: tasks('status:waiting') },
        { word: 'openMetrics', to: metrics(null) },
      ]
    case 'failedBefore':
      return [{ word: 'openFailed', to: tasks(`fn:${verdict.functionName} status:failed`) }]
    case 'well':
      return [{ word: 'openMetrics', to: metrics(null) }]
    case 'quiet':
    case 'nothing':
      return [{ word: 'submit', to: functionPage(null) }]
  }
}
