/**
 * Text that is worth pasting (an id, a command), in mono. Its copy button appears on hover and on focus, with the
 * whole text where not all of it stands there.
 */
import { CopyButton } from './CopyButton.tsx'
import css from './CopyText.module.css'

export type CopyTextProps = {
  text: string
  /** What stands there when it is not all of it. */
  shown?: string
  /** What the button does: "Copy the id". */
  label: string
}

export function CopyText({ text, shown, label }: CopyTextProps) {
  return (
    <span className={css.copyText}>
      <span className={css.text} title={text}>
        {shown ?? text}
      </span>
      <CopyButton className={css.button} label={label} text={() => text} tooltip={clipped(text)} />
    </span>
  )
}

const MAX_TOOLTIP_CHARACTERS = 400
const clipped = (text: string) =>
  text.length > MAX_TOOLTIP_CHARACTERS ? `${text.slice(0, MAX_TOOLTIP_CHARACTERS)}…` : text
