/** A body under its title: JSON as a tree, all else as it is. It has the rest of the pane. */
import { formatBytes } from '../../../shared/format/bytes.ts'
import { JsonView } from '../../ui/index.ts'
import css from './BodyView.module.css'

export function BodyView({ title, label, text }: { title: string; label: string; text: string }) {
  return (
    <section className={css.body}>
      <h3 className={css.title}>
        {title} <span className={css.size}>{formatBytes(new TextEncoder().encode(text).length)}</span>
      </h3>
      <div className={css.view}>
        <JsonView text={text} label={label} />
      </div>
    </section>
  )
}
