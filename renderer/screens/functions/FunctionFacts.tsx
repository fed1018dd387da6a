/** The line of facts under the name: handler, runtime, limits, retries. */
import type { ReactNode } from 'react'
import { nameOfTarget, parseTarget } from '../../../shared/domain/destinationTarget.ts'
import { useText } from '../../i18n/text.ts'
import { selectAsync, useAsyncSettings } from '../../stores/asyncSettings.ts'
import type { FunctionConfiguration } from '../../stores/functionDetail.ts'
import type { FunctionSummary } from '../../stores/functions.ts'
import css from './FunctionFacts.module.css'
import { formatMemory, formatSeconds, formatVersion, useAtOnceText } from './settingTexts.ts'

type Props = { summary: FunctionSummary; configuration: FunctionConfiguration | null }

export function FunctionFacts({ summary: { functionName, handler, runtime, interpreter }, configuration }: Props) {
  const t = useText()
  const { settings } = useAsyncSettings(selectAsync(functionName))
  const atOnce = useAtOnceText(configuration)
  return (
    <dl className={css.facts}>
      <Fact name={t('functions.handler')}>
        <span className={css.mono}>{handler}</span>
      </Fact>
      <Fact name={t('functions.runtime')}>
        {runtime}
        {interpreter !== null && (
          <span className={css.quiet} title={interpreter.path}>
            {' '}
            {t('functions.runsOn', { version: formatVersion(interpreter.version) })}
          </span>
        )}
      </Fact>
      <Fact name={t('functions.limits')}>
        {configuration &&
          t('functions.limitsText', {
            memory: formatMemory(configuration.memoryMegabytes),
            timeout: formatSeconds(configuration.timeoutSeconds),
            atOnce,
          })}
      </Fact>
      <Fact name={t('functions.retries')}>
        {configuration &&
          t('functions.retriesText', {
            count: configuration.attemptLimit - 1,
            age: formatSeconds(configuration.maxAgeSeconds),
          })}
      </Fact>
      <Fact name={t('asyncSettings.onSuccess')}>{settings && <Target target={settings.onSuccess.value} />}</Fact>
      <Fact name={t('asyncSettings.onFailure')}>{settings && <Target target={settings.onFailure.value} />}</Fact>
      <Fact name={t('asyncSettings.compensation')}>{settings?.compensation.value ?? undefined}</Fact>
    </dl>
  )
}

function Target({ target }: { target: string | null }) {
  const t = useText()
  if (target === null) return <span className={css.none}>–</span>
  const { kind } = parseTarget(target)
  return (
    <span className={css.target} title={target}>
      {kind === 'queue' ? t('asyncSettings.queueFact', { name: nameOfTarget(target) }) : nameOfTarget(target)}
    </span>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={css.fact}>
      <dt>{name}</dt>
      <dd>{children ?? <span className={css.none}>–</span>}</dd>
    </div>
  )
}
