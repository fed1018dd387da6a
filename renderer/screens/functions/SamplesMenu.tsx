/** Payload files that lie in the project; no menu when there are none. */
import { useText } from '../../i18n/text.ts'
import { selectDetail, useFunctionDetail } from '../../stores/functionDetail.ts'
import { textPayload } from '../../stores/submitDraft.ts'
import { submitForm } from '../../stores/submitForm.ts'
import { Button, Menu } from '../../ui/index.ts'

export function SamplesMenu({ functionName }: { functionName: string }) {
  const t = useText()
  const samples = useFunctionDetail((state) => selectDetail(functionName)(state).samples)
  if (samples.length === 0) return null
  return (
    <Menu
      trigger={
        <Button size="sm" variant="ghost" icon="file-text">
          {t('functions.samples')}
        </Button>
      }
      items={samples.map(({ name, text }) => ({
        id: name,
        label: name,
        onSelect: () => submitForm.fill(functionName, { payload: textPayload(text), from: name }),
      }))}
    />
  )
}
