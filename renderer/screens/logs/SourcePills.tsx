/** Which functions the stream is narrowed to, each in the colour of its lines, and the one instance if it is that. */
import { useEffect } from 'react'
import { formatCount } from '../../../shared/format/count.ts'
import { shortInstanceId } from '../../../shared/format/shortInstanceId.ts'
import { useText } from '../../i18n/text.ts'
import { functionsActions, useFunctions } from '../../stores/functions.ts'
import { type LogsRoute, navigate } from '../../stores/route.ts'
import { Chip, TogglePill } from '../../ui/index.ts'
import css from './SourcePills.module.css'
import { sourceColour } from './sourceColour.ts'

const NONE: never[] = []

export function SourcePills({ route }: { route: LogsRoute }) {
  const t = useText()
  const known = useFunctions(({ functions }) => functions ?? NONE)
  useEffect(() => void functionsActions.load(), [])
  const names = [...new Set([...known.map(({ functionName }) => functionName), ...route.functions])]
  const show = (functions: readonly string[]) => navigate({ ...route, functions, chunk: null })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend
    <div className={css.pills} role="group" aria-label={t('logs.sources')}>
      <TogglePill
        isOn={route.functions.length === 0}
        label={t('logs.allSources')}
        count={formatCount(names.length)}
        onClick={() => show([])}
      />
      {names.map((name) => {
        const isOn = route.functions.includes(name)
        return (
          <span key={name} className={css.source} data-colour={sourceColour(name)}>
            <TogglePill
              isOn={isOn}
              label={name}
              onClick={() =>
                show(isOn ? route.functions.filter((other) => other !== name) : [...route.functions, name])
              }
            />
          </span>
        )
      })}
      {route.instanceId !== null && (
        <Chip name={t('logs.instance')} isMono onRemove={() => navigate({ ...route, instanceId: null, chunk: null })}>
          {shortInstanceId(route.instanceId)}
        </Chip>
      )}
    </div>
  )
}
