/** What opening the chosen project would start: folder, data, port, interpreters, variables, and what is wrong. */
import type { ReactNode } from 'react'
import { useText } from '../../i18n/text.ts'
import { placeOf } from '../../stores/problems.ts'
import { type Preview, projectActions, useProjects } from '../../stores/projects.ts'
import { Button, classes, ErrorState, Icon, type IconName } from '../../ui/index.ts'
import { useOpenFolder } from '../shell/useOpenFolder.ts'
import { namesText } from './folderTexts.ts'
import { openShown } from './openShown.ts'
import css from './PreviewPane.module.css'
import welcomeCss from './WelcomeScreen.module.css'

export function PreviewPane() {
  const t = useText()
  const choice = useProjects(({ choice }) => choice)
  const preview = useProjects(({ preview }) => preview)
  const error = useProjects(({ previewError }) => previewError)
  const isSample = 'sample' in choice
  const name = preview?.name ?? (isSample ? '' : nameOf(choice.dir))
  return (
    <>
      <h2 className={welcomeCss.title}>
        {isSample ? t('welcome.preview.titleSample') : t('welcome.preview.title', { name })}
      </h2>
      <p className={css.text}>{t('welcome.preview.text')}</p>
      {error !== null && (
        <div className={css.failed}>
          <ErrorState
            error={error}
            what={t('welcome.preview.failed')}
            onRetry={() => void projectActions.choose(choice)}
          />
        </div>
      )}
      {preview !== null && <Rows preview={preview} />}
      <Actions isSample={isSample} name={name} />
    </>
  )
}

function Actions({ isSample, name }: { isSample: boolean; name: string }) {
  const t = useText()
  const isKnown = useProjects(({ preview }) => preview !== null)
  const opening = useProjects(({ opening }) => opening)
  const openFolder = useOpenFolder()
  const label = isSample ? t('welcome.preview.openSample') : t('welcome.preview.open', { name })
  return (
    <div className={css.actions}>
      <Button
        variant="primary"
        shortcut="Enter"
        isDisabled={!isKnown}
        isBusy={opening !== null}
        onClick={() => void openShown()}
      >
        {opening === null ? label : t('welcome.preview.opening')}
      </Button>
      <Button onClick={openFolder}>{t('welcome.preview.another')}</Button>
    </div>
  )
}

function Rows({ preview }: { preview: Preview }) {
  const t = useText()
  const { dir, workspaceDir, fcPort, functions, interpreters, environmentNames, problems } = preview
  const names = functions.map(({ functionName }) => functionName)
  const own = environmentNames.filter((name) => !name.startsWith('FC_'))
  const [found, missing] = [interpreters.filter(isFound), interpreters.filter((one) => !isFound(one))]
  return (
    <div className={css.rows}>
      <Row
        icon="folder"
        word={t('welcome.preview.folder')}
        value={<span className={css.mono}>{dir}</span>}
        second={
          names.length === 0
            ? t('welcome.preview.folderEmpty')
            : t('welcome.preview.folderText', { count: names.length, names: namesText(names, t) })
        }
      />
      <Row
        icon="layers"
        word={t('welcome.preview.data')}
        value={<span className={css.mono}>{workspaceDir}</span>}
        second={t('welcome.preview.dataText')}
      />
      <Row
        icon="cable"
        word={t('welcome.preview.port')}
        value={<span className={css.mono}>127.0.0.1:{fcPort}</span>}
        second={t('welcome.preview.portText')}
      />
      {found.map(({ runtime, path, version, functionNames }) => (
        <Row
          key={runtime}
          icon="box"
          word={runtime}
          value={
            <>
              <span className={css.mono}>{path}</span> <span className={css.version}>{version}</span>
            </>
          }
          second={t('welcome.preview.interpreterText', { names: namesText(functionNames, t) })}
        />
      ))}
      {missing.map(({ runtime, isSupported, problem, functionNames }) => (
        <Row
          key={`${runtime} ${problem}`}
          icon="triangle-alert"
          tone="isMissing"
          word={t(isSupported ? 'welcome.preview.missing' : 'welcome.preview.unsupported')}
          value={problem ?? runtime}
          second={t(isSupported ? 'welcome.preview.missingText' : 'welcome.preview.unsupportedText', {
            names: namesText(functionNames, t),
          })}
        />
      ))}
      <Row
        icon="braces"
        word={t('welcome.preview.environment')}
        value={<span className={css.mono}>{own.length === 0 ? '–' : own.join(' ')}</span>}
        second={t('welcome.preview.environmentText', { count: environmentNames.length - own.length })}
      />
      {problems.map((problem) => {
        const place = placeOf(problem)
        return (
          <Row
            key={problem.message}
            icon="circle-alert"
            tone="isWrong"
            word={t('welcome.preview.problem')}
            value={problem.message}
            second={place === null ? null : `${place.file}:${place.line}`}
          />
        )
      })}
    </div>
  )
}

const isFound = ({ path }: Preview['interpreters'][number]) => path !== null

type RowProps = {
  icon: IconName
  word: string
  value: ReactNode
  second: string | null
  tone?: 'isMissing' | 'isWrong'
}

function Row({ icon, word, value, second, tone }: RowProps) {
  return (
    <div className={classes(css.row, tone && css[tone])}>
      <Icon name={icon} />
      <span className={css.key}>{word}</span>
      <div>
        <div className={css.value}>{value}</div>
        {second !== null && <div className={css.second}>{second}</div>}
      </div>
    </div>
  )
}

const nameOf = (dir: string): string => dir.split(/[\\/]/).filter(Boolean).at(-1) ?? dir
