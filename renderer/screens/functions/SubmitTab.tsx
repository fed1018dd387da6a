/** The form at the left; beside it what it answered and payloads to start from. One column where it is narrow. */
import type { FunctionConfiguration } from '../../stores/functionDetail.ts'
import { selectOutcome, useSubmitForm } from '../../stores/submitForm.ts'
import { RecentPayloads } from './RecentPayloads.tsx'
import { SubmitForm } from './SubmitForm.tsx'
import css from './SubmitTab.module.css'
import { SyncAnswer } from './SyncAnswer.tsx'

type Props = { functionName: string; configuration: FunctionConfiguration | null }

export function SubmitTab({ functionName, configuration }: Props) {
  const outcome = useSubmitForm(selectOutcome(functionName))
  return (
    <div className={css.columns}>
      <div className={css.form}>
        <SubmitForm functionName={functionName} timeoutSeconds={configuration?.timeoutSeconds ?? null} />
      </div>
      <div className={css.side}>
        {outcome.kind === 'answered' && <SyncAnswer answer={outcome.answer} />}
        <RecentPayloads functionName={functionName} />
      </div>
    </div>
  )
}
