/** What is wrong with the project and the host: the words, the file and line, and since when. */
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/host.ts'
import { usePreferences } from '../../stores/preferences.ts'
import type { Problem } from '../../stores/problems.ts'
import { CopyText, classes, Glyph, Icon, Instant } from '../../ui/index.ts'
import css from './ProblemList.module.css'

export function ProblemList({ problems }: { problems: readonly Problem[] }) {
  const t = useText()
  if (problems.length === 0) {
    return (
      <div className={css.list}>
        <p className={css.empty}>{t('shell.dock.none')}</p>
      </div>
    )
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must do so by keyboard
    <ul className={css.list} tabIndex={0} aria-label={t('shell.dock.problems')}>
      {problems.map((problem) => (
        <Row key={problem.key} problem={problem} />
      ))}
    </ul>
  )
}

function Row({ problem: { level, message, place, source, atMs } }: { problem: Problem }) {
  const t = useText()
  const nowMs = useNow()
  const clock = usePreferences(({ clock }) => clock)
  return (
    <li className={css.problem}>
      <span className={classes(css.mark, level !== 'error' && css.isNote)}>
        {level === 'error' ? <Glyph name="Failed" /> : <Icon name="info" size={14} />}
      </span>
      <span className={css.message}>{place === null ? message : withoutPlace(message, place)}</span>
      <span className={css.place}>
        {place === null ? (
          (source ?? t('shell.dock.sourceProject'))
        ) : (
          <CopyText
            text={`${place.file}:${place.line}`}
            shown={`${place.file.split(/[\\/]/).at(-1)}:${place.line}`}
            label={t('shell.dock.copyPlace')}
          />
        )}
      </span>
      <span className={css.time}>
        {atMs === null ? t('shell.dock.now') : <Instant atMs={atMs} nowMs={nowMs} clock={clock} isStop />}
      </span>
    </li>
  )
}

/** The place has a column of its own. */
function withoutPlace(message: string, { file, line }: { file: string; line: number }): string {
  const prefix = `${file.split(/[\\/]/).at(-1)}:${line}: `
  return message.startsWith(prefix) ? message.slice(prefix.length) : message
}
