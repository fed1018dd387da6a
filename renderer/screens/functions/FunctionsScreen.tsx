/** The functions of the project: the list at the left, the chosen one beside it. Opens on the first, never blank. */
import { useEffect, useRef } from 'react'
import { useText } from '../../i18n/text.ts'
import { followFunctions, functionsActions, useFunctions } from '../../stores/functions.ts'
import { useHost } from '../../stores/host.ts'
import { navigate, useRoute } from '../../stores/route.ts'
import { useShortcut } from '../../stores/shortcuts.ts'
import { keepDrafts } from '../../stores/submitForm.ts'
import { EmptyState, ErrorState, SlowState } from '../../ui/index.ts'
import { FunctionList } from './FunctionList.tsx'
import { FunctionPane } from './FunctionPane.tsx'
import css from './FunctionsScreen.module.css'
import { functionGroups, neighbour } from './functionGroups.ts'
import { GonePane } from './GonePane.tsx'
import { NoFunctions } from './NoFunctions.tsx'

export function FunctionsScreen() {
  const t = useText()
  const functions = useFunctions((state) => state.functions)
  const error = useFunctions((state) => state.error)
  const totals = useHost((state) => state.totals)
  const routeName = useRoute((route) => (route.screen === 'functions' ? route.functionName : null))
  const pane = useRef<HTMLDivElement>(null)
  useEffect(followFunctions, [])
  useKeptDrafts()

  const { present, gone } = functionGroups(functions ?? [], totals ?? [])
  const names = [...present, ...gone].map(({ functionName }) => functionName)
  const chosenName = routeName ?? present[0]?.functionName ?? null
  const move = (step: 1 | -1) => {
    const next = neighbour(names, { from: chosenName, step })
    if (next !== null) navigate({ screen: 'functions', functionName: next }, { replace: true })
  }
  const focusEditor = () => pane.current?.querySelector<HTMLElement>('[contenteditable="true"], textarea')?.focus()
  useShortcut('next', () => move(1))
  useShortcut('previous', () => move(-1))
  useShortcut('open', focusEditor)
  useShortcut('newTask', focusEditor)

  if (functions === null) {
    if (error === null) return <SlowState text={t('functions.reading')} />
    return <ErrorState error={error} onRetry={() => void functionsActions.load()} what={t('functions.whatList')} />
  }
  if (names.length === 0) return <NoFunctions />
  const chosen = present.find(({ functionName }) => functionName === chosenName)
  const isGone = gone.some(({ functionName }) => functionName === chosenName)
  return (
    <div className={css.screen}>
      <FunctionList present={present} gone={gone} chosenName={chosenName} onEnter={focusEditor} />
      <div className={css.pane} ref={pane}>
        {chosen?.summary && <FunctionPane key={chosen.functionName} summary={chosen.summary} />}
        {isGone && chosenName !== null && <GonePane key={chosenName} functionName={chosenName} />}
        {chosenName === null && <NoFunctions />}
        {chosen === undefined && !isGone && chosenName !== null && (
          <EmptyState title={t('functions.unknownTitle', { name: chosenName })} text={t('functions.unknownText')}>
            <a className={css.link} href="#/functions">
              {t('functions.showFirst')}
            </a>
          </EmptyState>
        )}
      </div>
    </div>
  )
}

/** What was typed a moment ago is kept, too, when the window goes away or the screen changes. */
function useKeptDrafts(): void {
  useEffect(() => {
    window.addEventListener('pagehide', keepDrafts)
    return () => {
      window.removeEventListener('pagehide', keepDrafts)
      keepDrafts()
    }
  }, [])
}
