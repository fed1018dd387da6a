/** No project, or a project without functions: what to do, with the lines to copy. */
import { useText } from '../../i18n/text.ts'
import { useHost } from '../../stores/host.ts'
import { type Problem, useProblems } from '../../stores/problems.ts'
import { shortcutOf } from '../../stores/shortcuts.ts'
import { Button, EmptyState } from '../../ui/index.ts'
import { useOpenFolder } from '../shell/useOpenFolder.ts'
import css from './NoFunctions.module.css'
import { Snippet } from './Snippet.tsx'

const FUNCTION_SNIPPET = `edition: 3.0.0
name: my-project
access: default

resources:
  hello:
    component: fc3
    props:
      region: cn-hangzhou
      functionName: hello
      runtime: nodejs20
      handler: index.handler
      code: ./code/hello
      asyncInvokeConfig:
        asyncTask: true`

export function NoFunctions() {
  const t = useText()
  const info = useHost((state) => state.info)
  const problems = useProblems().filter(({ source, level }) => source === null && level === 'error')
  if (info === null) return null
  if (info.project === null) return <NoProject endpoint={info.fcEndpoint} canOpen={info.canOpenProjects} />
  if (problems.length > 0) return <BrokenProject problems={problems} />
  return (
    <EmptyState
      title={t('functions.noFunctionsTitle')}
      text={t('functions.noFunctionsText', { file: info.project.file ?? `${info.project.dir}/s.yaml` })}
    >
      <Snippet text={FUNCTION_SNIPPET} />
    </EmptyState>
  )
}

function NoProject({ endpoint, canOpen }: { endpoint: string; canOpen: boolean }) {
  const t = useText()
  const openFolder = useOpenFolder()
  return (
    <EmptyState title={t('functions.noProjectTitle')} text={t('functions.noProjectText')}>
      <Snippet text={`new Config({ endpoint: '${endpoint}', protocol: 'http', … })`} />
      {canOpen && (
        <Button variant="primary" icon="folder" shortcut={shortcutOf('openFolder')} onClick={openFolder}>
          {t('functions.openFolder')}
        </Button>
      )}
    </EmptyState>
  )
}

function BrokenProject({ problems }: { problems: Problem[] }) {
  const t = useText()
  return (
    <EmptyState title={t('functions.problemsTitle')} text={t('functions.problemsText')}>
      <ul className={css.problems}>
        {problems.map(({ key, message }) => (
          <li key={key}>{message}</li>
        ))}
      </ul>
    </EmptyState>
  )
}
