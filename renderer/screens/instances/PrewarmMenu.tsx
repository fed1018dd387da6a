/** Starts instances of a function ahead of its tasks. */
import { useEffect, useState } from 'react'
import { useText } from '../../i18n/text.ts'
import { functionsActions, useFunctions } from '../../stores/functions.ts'
import { Button, Dialog, Menu, NumberField } from '../../ui/index.ts'
import { prewarm } from './instanceMoves.ts'

const MAX_COUNT = 100

export function PrewarmMenu() {
  const t = useText()
  const functions = useFunctions((state) => state.functions)
  const [functionName, setFunctionName] = useState<string | null>(null)
  useEffect(() => void functionsActions.load(), [])
  if (functions === null || functions.length === 0) return null
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button size="sm" icon="plus">
            {t('instances.prewarm.button')}
          </Button>
        }
        items={functions.map((summary) => ({
          id: summary.functionName,
          label: summary.functionName,
          isDisabled: summary.problem !== null,
          onSelect: () => setFunctionName(summary.functionName),
        }))}
      />
      {functionName !== null && <PrewarmDialog functionName={functionName} onClose={() => setFunctionName(null)} />}
    </>
  )
}

function PrewarmDialog({ functionName, onClose }: { functionName: string; onClose: () => void }) {
  const t = useText()
  const [count, setCount] = useState<number | null>(1)
  const isValid = count !== null && Number.isInteger(count) && count >= 1 && count <= MAX_COUNT
  const start = () => {
    if (!isValid) return
    void prewarm(functionName, count)
    onClose()
  }
  return (
    <Dialog
      title={t('instances.prewarm.title', { name: functionName })}
      isOpen
      size="sm"
      onClose={onClose}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button variant="primary" isDisabled={!isValid} onClick={start}>
            {t('instances.prewarm.start')}
          </Button>
        </>
      }
    >
      <p>{t('instances.prewarm.text')}</p>
      <NumberField
        label={t('instances.prewarm.count')}
        value={count}
        min={1}
        max={MAX_COUNT}
        onChange={setCount}
        {...(isValid ? {} : { error: t('instances.prewarm.tooMany') })}
      />
    </Dialog>
  )
}
