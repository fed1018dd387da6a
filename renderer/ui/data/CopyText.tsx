/** Text that is worth pasting (an id, a command), in mono, whole in `title`; its copy button appears on hover and on focus. */
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
      <CopyButton className={css.button} label={label} text={() => text} />
    </span>
  )
}
