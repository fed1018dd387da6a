/** The picker of a destination: its kind, and then the function, the queue or the address. */
import { useState } from 'react'
import { useText } from '../../i18n/text.ts'
import type { DraftProblem } from '../../stores/asyncDraft.ts'
import type { AsyncSettings } from '../../stores/asyncSettings.ts'
import type { TargetChoice, TargetKind } from '../../stores/targetChoice.ts'
import { Select, TextField } from '../../ui/index.ts'
import css from './AsyncSetting.module.css'

const KINDS: readonly TargetKind[] = ['none', 'function', 'queue', 'http', 'other']
const NEW_QUEUE = '\0new' // no queue has such a name

type Props = {
  side: 'onSuccess' | 'onFailure'
  choice: TargetChoice
  problem: DraftProblem | null
  settings: AsyncSettings
  onChange: (choice: TargetChoice) => void
}

export function TargetField(props: Props) {
  const t = useText()
  const { choice, side, onChange } = props
  return (
    <div className={css.target}>
      <Select
        label={`${t(`asyncSettings.${side}`)}, ${t('asyncSettings.kind')}`}
        isLabelHidden
        options={KINDS.map((kind) => ({ value: kind, label: t(`asyncSettings.kinds.${kind}`) }))}
        value={choice.kind}
        onChange={(kind) => onChange({ ...choice, kind })}
      />
      {choice.kind === 'function' && <FunctionField {...props} />}
      {choice.kind === 'queue' && <QueueField {...props} />}
      {choice.kind === 'http' && <AddressField name="address" {...props} />}
      {choice.kind === 'other' && <AddressField name="arn" {...props} />}
    </div>
  )
}

/** A function that is gone is still what is set: it stays among the options. */
function FunctionField({ side, choice, problem, settings, onChange }: Props) {
  const t = useText()
  const { functionName } = choice
  const names = settings.functionTargets.map((target) => target.functionName)
  const known = functionName === '' || names.includes(functionName) ? names : [functionName, ...names]
  return (
    <Select
      label={`${t(`asyncSettings.${side}`)}, ${t('asyncSettings.function')}`}
      isLabelHidden
      isSearchable={known.length > 8}
      placeholder={t('asyncSettings.chooseFunction')}
      options={known.map((name) => ({ value: name, label: name }))}
      value={functionName === '' ? null : functionName}
      onChange={(name) => onChange({ ...choice, functionName: name })}
      {...(problem !== null && { error: t(`asyncSettings.wrong.${problem}`) })}
    />
  )
}

function QueueField({ side, choice, problem, settings, onChange }: Props) {
  const t = useText()
  const { queueName } = choice
  const names = settings.queueTargets.map((target) => target.queueName)
  const [isNamed, setNamed] = useState(queueName === '' && names.length === 0)
  const known = isNamed || queueName === '' || names.includes(queueName) ? names : [queueName, ...names]
  const error = problem === null ? {} : { error: t(`asyncSettings.wrong.${problem}`) }
  const label = `${t(`asyncSettings.${side}`)}, ${t('asyncSettings.queue')}`
  return (
    <>
      {known.length > 0 && (
        <Select
          label={label}
          isLabelHidden
          isSearchable={known.length > 8}
          placeholder={t('asyncSettings.chooseQueue')}
          options={[
            ...known.map((name) => ({ value: name, label: name })),
            { value: NEW_QUEUE, label: t('asyncSettings.newQueue') },
          ]}
          value={isNamed ? NEW_QUEUE : queueName === '' ? null : queueName}
          onChange={(chosen) => {
            setNamed(chosen === NEW_QUEUE)
            onChange({ ...choice, queueName: chosen === NEW_QUEUE ? '' : chosen })
          }}
          {...(!isNamed && error)}
        />
      )}
      {(isNamed || known.length === 0) && (
        <TextField
          label={`${t(`asyncSettings.${side}`)}, ${t('asyncSettings.newQueueName')}`}
          isLabelHidden
          isMono
          placeholder={t('asyncSettings.newQueueName')}
          value={queueName}
          onChange={(name) => {
            setNamed(true)
            onChange({ ...choice, queueName: name.trim() })
          }}
          hint={t('asyncSettings.newQueueHint')}
          {...error}
        />
      )}
    </>
  )
}

function AddressField({ name, side, choice, problem, onChange }: Props & { name: 'address' | 'arn' }) {
  const t = useText()
  return (
    <TextField
      label={`${t(`asyncSettings.${side}`)}, ${t(`asyncSettings.${name}`)}`}
      isLabelHidden
      isMono
      value={choice[name]}
      onChange={(text) => onChange({ ...choice, [name]: text.trim() })}
      hint={t(`asyncSettings.${name}Hint`)}
      {...(problem !== null && { error: t(`asyncSettings.wrong.${problem}`) })}
    />
  )
}
