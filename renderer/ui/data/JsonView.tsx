/** JSON for reading. */
import { PlainText } from './PlainText.tsx'

export type JsonViewProps = { text: string; label?: string }

export function JsonView({ text }: JsonViewProps) {
  return (
    <pre>
      <PlainText text={text} />
    </pre>
  )
}
