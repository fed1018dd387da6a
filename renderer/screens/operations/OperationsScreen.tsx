/** The operator log: each action that changed something, when, to what and how many, and the way there. */
import { useEffect, useState } from 'react'
import { useText } from '../../i18n/text.ts'
import {
  followOperations,
  OPERATION_KINDS,
  type OperationKind,
  operationsActions,
  useOperations,
} from '../../stores/operations.ts'
import { openBatches } from '../../stores/repair.ts'
import { useShortcut } from '../../stores/shortcuts.ts'
import { Button, PaneHeader, TextField, TogglePill } from '../../ui/index.ts'
import { ExportMenu } from './ExportMenu.tsx'
import css from './OperationsScreen.module.css'
import { OperationTable } from './OperationTable.tsx'

const TYPING_PAUSE_MS = 200

export function OperationsScreen() {
  const t = useText()
  useEffect(followOperations, [])
  return (
    <section className={css.pane} aria-label={t('operations.title')}>
      <PaneHeader title={t('operations.title')} summary={t('operations.summary')}>
        <Button size="sm" icon="list-checks" onClick={openBatches}>
          {t('operations.batches')}
        </Button>
        <ExportMenu />
      </PaneHeader>
      <div className={css.bar}>
        <div className={css.find}>
          <FindField />
        </div>
        <Kinds />
      </div>
      <OperationTable />
    </section>
  )
}

/** Asked for when the typing pauses: each letter would be a search. */
function FindField() {
  const t = useText()
  const [input, setInput] = useState<HTMLInputElement | null>(null)
  const shown = useOperations(({ filter }) => filter.text)
  const [text, setText] = useState(shown)
  useShortcut('filter', () => input?.focus())
  useEffect(() => setText(shown), [shown])
  useEffect(() => {
    if (text === useOperations.getState().filter.text) return
    const timer = setTimeout(() => void operationsActions.show({ text }), TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <TextField
      label={t('operations.filter')}
      isLabelHidden
      icon="search"
      placeholder={t('operations.filter')}
      value={text}
      onChange={setText}
      inputRef={setInput}
    />
  )
}

/** None is on: all are shown. */
function Kinds() {
  const t = useText()
  const kinds = useOperations(({ filter }) => filter.kinds)
  const toggle = (kind: OperationKind) =>
    void operationsActions.show({
      kinds: kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind],
    })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a look of its own
    <div className={css.kinds} role="group" aria-label={t('operations.kinds')}>
      {OPERATION_KINDS.map((kind) => (
        <TogglePill
          key={kind}
          isOn={kinds.includes(kind)}
          label={t(`operations.kind.${kind}`)}
          onClick={() => toggle(kind)}
        />
      ))}
    </div>
  )
}
