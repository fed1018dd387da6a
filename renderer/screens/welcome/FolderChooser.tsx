/**
 * Choosing a folder where there is no dialog of the system: a path to type, and the folders in it. Arrow keys move
 * through the list and back into the path; Enter goes into a folder; the button takes the folder that is shown.
 */
import { type FormEvent, type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react'
import { AppError } from '../../../shared/errors.ts'
import { useText } from '../../i18n/text.ts'
import { type FolderList, projectActions } from '../../stores/projects.ts'
import { shortcutOf, useDialogShortcut } from '../../stores/shortcuts.ts'
import { uiActions, useUi } from '../../stores/ui.ts'
import { Button, Dialog, Icon, TextField } from '../../ui/index.ts'
import { showFolder } from '../shell/useOpenFolder.ts'
import css from './FolderChooser.module.css'

const MAX_FOLDERS = 500 // the host lists no more

export function FolderChooser() {
  const isOpen = useUi(({ isFolderChooserOpen }) => isFolderChooserOpen)
  return isOpen ? <OpenChooser /> : null
}

function OpenChooser() {
  const t = useText()
  const [path, setPath] = useState('')
  // the first list may come while a path is being typed already
  const { list, failure, go } = useFolders((dir, { isFirst }) =>
    setPath((typed) => (isFirst && typed !== '' ? typed : dir)),
  )
  // a path that cannot be shown stands alone until it is another one; a row that cannot, beside its list
  const isPathWrong = failure !== null && failure.dir === path
  const isRowWrong = failure !== null && list?.dir === path
  const error = isPathWrong || isRowWrong ? failure.error : null
  const canChoose = (list !== null || failure !== null) && !isPathWrong
  const body = useRef<HTMLDivElement>(null)
  /** What stands in the field counts, even where Enter has not shown it yet. */
  const choose = async () => {
    const dir = path === list?.dir ? path : await go(path)
    if (dir === null) return
    uiActions.closeFolderChooser()
    showFolder(dir)
  }
  useDialogShortcut('submit', () => void choose(), canChoose)

  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void go(path)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    const stops: HTMLElement[] = [...event.currentTarget.querySelectorAll<HTMLElement>('input, [data-folder]')]
    const at = stops.findIndex((stop) => stop.contains(document.activeElement))
    stops[at + step]?.focus()
    event.preventDefault()
  }

  return (
    <Dialog
      title={t('welcome.chooser.title')}
      isOpen={true}
      onClose={uiActions.closeFolderChooser}
      footer={
        <>
          <Button onClick={uiActions.closeFolderChooser}>{t('welcome.chooser.cancel')}</Button>
          <Button
            variant="primary"
            shortcut={shortcutOf('submit')}
            isDisabled={!canChoose}
            {...(isPathWrong && { disabledReason: t('welcome.chooser.fixFirst') })}
            onClick={() => void choose()}
          >
            {t('welcome.chooser.choose', { name: nameOf(path) })}
          </Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the controls in it */}
      <div ref={body} onKeyDown={onKeyDown}>
        <form className={css.head} onSubmit={onSubmit}>
          <div className={css.path}>
            <TextField
              label={t('welcome.chooser.path')}
              value={path}
              onChange={setPath}
              isMono
              hasFirstFocus
              {...(error === null ? {} : { error: error.message })}
              hint={t('welcome.chooser.pathHint')}
            />
          </div>
        </form>
        <Folders list={isPathWrong ? null : list} onGo={(dir) => void go(dir)} />
      </div>
    </Dialog>
  )
}

function Folders({ list, onGo }: { list: FolderList | null; onGo(dir: string): void }) {
  const t = useText()
  const box = useRef<HTMLDivElement>(null)
  const dir = list?.dir
  useEffect(() => {
    if (dir === undefined || box.current === null) return
    box.current.scrollTo({ top: 0 })
    // the row that led here may be gone, and with it the focus
    if (document.activeElement === document.body) box.current.querySelector('button')?.focus()
  }, [dir])
  if (list === null) return <div className={css.list} />
  const { parentDir, folders } = list
  return (
    // biome-ignore lint/a11y/useSemanticElements: a list of buttons, not of fields
    <div ref={box} className={css.list} role="group" aria-label={t('welcome.chooser.list', { dir: list.dir })}>
      {parentDir !== null && (
        <button type="button" data-folder className={css.folder} onClick={() => onGo(parentDir)}>
          <Icon name="arrow-up" />
          <span className={css.name}>{t('welcome.chooser.up')}</span>
        </button>
      )}
      {folders.map((folder) => (
        <button key={folder.dir} type="button" data-folder className={css.folder} onClick={() => onGo(folder.dir)}>
          <Icon name={folder.isProject ? 'folder-open' : 'folder'} />
          <span className={css.name}>{folder.name}</span>
          {folder.isProject && <span className={css.mark}>{t('welcome.chooser.project')}</span>}
        </button>
      ))}
      {folders.length === 0 && <p className={css.note}>{t('welcome.chooser.empty')}</p>}
      {folders.length >= MAX_FOLDERS && (
        <p className={css.note}>{t('welcome.chooser.first', { count: MAX_FOLDERS })}</p>
      )}
    </div>
  )
}

/** The folder that is shown; it stays when the next one cannot be read, and `failure` says which and why. */
function useFolders(onShown: (dir: string, order: { isFirst: boolean }) => void) {
  const [list, setList] = useState<FolderList | null>(null)
  const [failure, setFailure] = useState<{ dir: string; error: AppError } | null>(null)
  const asked = useRef(0)
  const shown = useRef(onShown)
  useEffect(() => {
    shown.current = onShown
  })
  /** Resolves to the folder that is shown now; null: this one cannot be. */
  const go = useCallback(async (dir?: string): Promise<string | null> => {
    const number = ++asked.current
    try {
      const next = await projectActions.folders(dir)
      if (number !== asked.current) return null
      setList(next)
      setFailure(null)
      shown.current(next.dir, { isFirst: dir === undefined })
      return next.dir
    } catch (thrown) {
      if (number === asked.current) {
        const error = thrown instanceof AppError ? thrown : new AppError('internal', String(thrown))
        setFailure({ dir: dir ?? '', error })
      }
      return null
    }
  }, [])
  useEffect(() => void go(), [go])
  return { list, failure, go }
}

const nameOf = (dir: string): string => dir.split(/[\\/]/).filter(Boolean).at(-1) ?? dir
