/** A short notice at the bottom right, gone after a while; never the only record of what happened. */
import { Notifications, notifications } from '@mantine/notifications'
import { Button } from '../actions/Button.tsx'
import { Glyph } from '../status/Glyph.tsx'
import type { GlyphName } from '../status/glyphs.tsx'
import css from './toast.module.css'

const SHOWN_TOASTS = 3
const SHOWN_MS = 6_000

export type ToastTone = 'neutral' | 'ok' | 'run' | 'fail' | 'retry'
export type Toast = { text: string; tone?: ToastTone; action?: { label: string; onClick: () => void } }

const GLYPH_BY_TONE: Record<ToastTone, GlyphName | null> = {
  neutral: null,
  ok: 'Succeeded',
  run: 'Running',
  fail: 'Failed',
  retry: 'Retrying',
}

export function toast({ text, tone = 'neutral', action }: Toast): void {
  const glyph = GLYPH_BY_TONE[tone]
  const id = notifications.show({
    autoClose: SHOWN_MS,
    withCloseButton: false,
    role: tone === 'fail' ? 'alert' : 'status',
    classNames: { root: css.toast ?? '', body: css.body ?? '', description: css.description ?? '' },
    message: (
      <span className={css.content}>
        {glyph && <Glyph name={glyph} />}
        <span className={css.text}>{text}</span>
        {action && (
          <Button
            size="sm"
            onClick={() => {
              notifications.hide(id)
              action.onClick()
            }}
          >
            {action.label}
          </Button>
        )}
      </span>
    ),
  })
}

/** Where they appear; once, beside the window's content. */
export function Toasts() {
  return (
    <Notifications
      position="bottom-right"
      limit={SHOWN_TOASTS}
      containerWidth="var(--w-toast)"
      classNames={{ root: css.place ?? '' }}
    />
  )
}
