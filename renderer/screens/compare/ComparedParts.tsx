/** Every part of a comparison, causes before effects: those that differ are open, those that are equal are folded. */
import { findJsonError } from '../../../shared/format/jsonText.ts'
import { useText } from '../../i18n/text.ts'
import type { Comparison } from '../../stores/comparison.ts'
import { DiffView, TextView } from '../../ui/index.ts'
import { ChangedFiles } from './ChangedFiles.tsx'
import { ComparedPart } from './ComparedPart.tsx'
import { useSideLabels } from './sideLabels.ts'
import { ValueTable } from './ValueTable.tsx'

export function ComparedParts({ comparison }: { comparison: Comparison }) {
  const t = useText()
  const { left, right, isSamePayload, isSameLog, environment, configuration } = comparison
  const isSameResult = left.result === right.result
  const logProblem = left.logProblem ?? right.logProblem
  return (
    <>
      <ComparedPart title={t('compare.part.payload')} isSame={isSamePayload}>
        <TextPair comparison={comparison} of={({ payload }) => payload} title={t('compare.part.payload')} />
      </ComparedPart>
      <CodePart comparison={comparison} />
      <ValuePart title={t('compare.part.environment')} values={environment} />
      <ValuePart title={t('compare.part.configuration')} values={configuration} />
      <ComparedPart title={t('compare.part.result')} isSame={isSameResult}>
        <TextPair comparison={comparison} of={({ result }) => result ?? ''} title={t('compare.part.result')} />
      </ComparedPart>
      <ComparedPart
        title={t('compare.part.log')}
        about={t('compare.logAbout')}
        note={logProblem ?? (left.isLogCut || right.isLogCut ? t('compare.logCut') : null)}
        isSame={isSameLog}
      >
        <TextPair comparison={comparison} of={({ log }) => log} title={t('compare.part.log')} />
      </ComparedPart>
    </>
  )
}

type TextPairProps = { comparison: Comparison; of(side: Comparison['left']): string; title: string }

/** Equal texts are shown once. */
function TextPair({ comparison: { left, right }, of, title }: TextPairProps) {
  const t = useText()
  const labels = useSideLabels({ left, right })
  const texts = { left: of(left), right: of(right) }
  if (texts.left !== texts.right) {
    const isJson = [texts.left, texts.right].every((text) => findJsonError(text) === null)
    return <DiffView {...texts} {...labels} language={isJson ? 'json' : 'text'} />
  }
  return <TextView text={texts.left === '' ? t('compare.nothing') : texts.left} label={title} />
}

function CodePart({ comparison }: { comparison: Comparison }) {
  const t = useText()
  const { left, right, files } = comparison
  const title = t('compare.part.code')
  if (left.codeHash === null || right.codeHash === null) {
    return <ComparedPart title={title} isSame={false} summary={t('compare.noCode')} />
  }
  if (left.codeHash === right.codeHash) return <ComparedPart title={title} isSame />
  if (files === null) return <ComparedPart title={title} isSame={false} summary={t('compare.filesUnknown')} />
  return (
    <ComparedPart title={title} isSame={false} summary={t('compare.files', { count: files.length })}>
      <ChangedFiles files={files} comparison={comparison} />
    </ComparedPart>
  )
}

function ValuePart({ title, values }: { title: string; values: Comparison['environment' | 'configuration'] }) {
  const t = useText()
  if (values === null) return <ComparedPart title={title} isSame={false} summary={t('compare.configUnknown')} />
  if (values.length === 0) return <ComparedPart title={title} isSame />
  return (
    <ComparedPart title={title} isSame={false} summary={t('compare.values', { count: values.length })}>
      <ValueTable label={title} values={values} />
    </ComparedPart>
  )
}
