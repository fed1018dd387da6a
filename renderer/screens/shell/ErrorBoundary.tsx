/** What stands where a screen failed to draw itself: what broke, and how to go on. The engine is not touched by it. */
import { Component, type ReactNode } from 'react'
import { useText } from '../../i18n/text.ts'
import { Button, EmptyState } from '../../ui/index.ts'
import { copyWithWord } from '../task/copyText.ts'
import css from './ErrorBoundary.module.css'

type Props = { children: ReactNode }
type State = { error: Error | null }

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null }

  static getDerivedStateFromError(thrown: unknown): State {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) }
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : <Broken error={this.state.error} />
  }
}

function Broken({ error }: { error: Error }) {
  const t = useText()
  const report = error.stack ?? error.message
  return (
    <div className={css.broken} role="alert">
      <EmptyState title={t('shell.broken.title')} text={t('shell.broken.text')}>
        <Button variant="primary" icon="refresh-cw" onClick={() => window.location.reload()}>
          {t('shell.broken.reload')}
        </Button>
        <Button onClick={() => void copyWithWord(report, t('common.copied'))}>{t('shell.broken.copy')}</Button>
      </EmptyState>
      <pre className={css.report}>{report}</pre>
    </div>
  )
}
