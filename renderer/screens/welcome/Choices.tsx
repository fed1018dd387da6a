/**
 * The sample, a folder, and the projects that were open before. One row has the keyboard: arrow keys move and
 * show what the row would start, Enter opens it.
 */
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { useLanguage, useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/host.ts'
import { type ProjectChoice, projectActions, type Recent, useProjects } from '../../stores/projects.ts'
import { shortcutOf } from '../../stores/shortcuts.ts'
import { useUi } from '../../stores/ui.ts'
import { classes, Icon, Kbd } from '../../ui/index.ts'
import { useOpenFolder } from '../shell/useOpenFolder.ts'
import css from './Choices.module.css'
import { dayText, shortPath } from './folderTexts.ts'
import { openShown } from './openShown.ts'

const isSample = (choice: ProjectChoice): choice is { sample: true } => 'sample' in choice

export function Choices() {
  const t = useText()
  const choice = useProjects(({ choice }) => choice)
  const recents = useProjects(({ recents }) => recents) ?? []
  const openFolder = useOpenFolder()
  const rows = useRef<HTMLDivElement>(null)
  const chosenDir = isSample(choice) ? null : choice.dir
  const isOther = chosenDir !== null && !recents.some(({ dir }) => dir === chosenDir)
  const isChoosing = useUi(({ isFolderChooserOpen }) => isFolderChooserOpen)

  // the chosen row has the keyboard: at first, after the dialog, and when it moves into the recent ones
  const chosenRow = isOther ? 'other' : (chosenDir ?? 'sample')
  useEffect(() => {
    if (!isChoosing && chosenRow !== '') rows.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  }, [isChoosing, chosenRow])

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || !(event.target instanceof HTMLElement)) return
    const buttons = [...event.currentTarget.querySelectorAll('button')]
    const at = buttons.indexOf(event.target as HTMLButtonElement) // any element may be asked for
    buttons[at + step]?.focus()
    event.preventDefault()
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows in it are the buttons
    <div ref={rows} onKeyDown={onKeyDown}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as one block */}
      <div className={css.choices} role="group" aria-label={t('welcome.choices')}>
        <Row
          className={css.choice}
          isChosen={isSample(choice)}
          onShow={() => show({ sample: true })}
          onOpen={() => void openShown()}
        >
          <Icon name="box" />
          <Two first={t('welcome.sample')} second={t('welcome.sampleText')} />
          {isSample(choice) && <Kbd keys="Enter" />}
        </Row>
        <Row
          className={css.choice}
          isChosen={isOther}
          onShow={() => {}}
          onOpen={isOther ? () => void openShown() : openFolder}
          onPress={openFolder}
        >
          <Icon name="folder-open" />
          <Two first={t('welcome.folder')} second={isOther ? shortPath(chosenDir) : t('welcome.folderText')} />
          <Kbd keys={shortcutOf('openFolder')} />
        </Row>
      </div>
      {recents.length > 0 && (
        <>
          <h2 className={css.label}>{t('welcome.recent')}</h2>
          <div className={css.recents}>
            {recents.map((recent) => (
              <RecentRow key={recent.dir} recent={recent} isChosen={recent.dir === chosenDir} />
            ))}
          </div>
        </>
      )}
    </div>
  )
}

/** The one that is shown already is not asked for again. */
function show(choice: ProjectChoice): void {
  const shown = useProjects.getState().choice
  const isShown = isSample(choice) ? isSample(shown) : !isSample(shown) && shown.dir === choice.dir
  if (!isShown) void projectActions.choose(choice)
}

type RowProps = {
  className: string | undefined
  isChosen: boolean
  onShow(): void
  onOpen(): void
  onPress?(): void
  title?: string
  children: ReactNode
}

function Row({ className, isChosen, onShow, onOpen, onPress = onShow, title, children }: RowProps) {
  return (
    <button
      type="button"
      className={classes(className, isChosen && css.on)}
      title={title}
      aria-current={isChosen ? 'true' : undefined}
      tabIndex={isChosen ? 0 : -1}
      onFocus={onShow}
      onClick={onPress}
      onDoubleClick={onOpen}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.repeat) return
        event.preventDefault()
        onOpen()
      }}
    >
      {children}
    </button>
  )
}

function RecentRow({ recent, isChosen }: { recent: Recent; isChosen: boolean }) {
  const t = useText()
  const language = useLanguage()
  const nowMs = useNow()
  const { dir, name, functionCount, openedAtMs, isThere } = recent
  return (
    <Row
      className={classes(css.recent, !isThere && css.isGone)}
      isChosen={isChosen}
      title={dir}
      onShow={() => show({ dir })}
      onOpen={() => void openShown()}
    >
      <span className={css.two}>
        <span className={css.first}>{name}</span>
        <span className={css.path}>{shortPath(dir)}</span>
      </span>
      <span className={css.fact}>{isThere ? t('welcome.functions', { count: functionCount }) : t('welcome.gone')}</span>
      <span className={classes(css.fact, css.date)}>{dayText({ atMs: openedAtMs, nowMs, language, t })}</span>
    </Row>
  )
}

const Two = ({ first, second }: { first: string; second: string }) => (
  <span className={css.two}>
    <span className={css.first}>{first}</span>
    <span className={css.second}>{second}</span>
  </span>
)
