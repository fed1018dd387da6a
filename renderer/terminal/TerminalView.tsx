/** Shows a screen in the room that it is given, and lets it grow and shrink with it. */
import { useEffect, useRef } from 'react'
import css from './TerminalView.module.css'
import type { XtermScreen } from './XtermScreen.ts'

export function TerminalView({ screen }: { screen: XtermScreen }) {
  const pane = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const room = pane.current
    if (room === null) return
    screen.attach(room)
    const fit = () => screen.fit()
    const observer = new ResizeObserver(fit) // also once at the beginning
    observer.observe(room)
    window.addEventListener('focus', fit) // another window may have made it smaller
    return () => {
      observer.disconnect()
      window.removeEventListener('focus', fit)
      screen.element.remove()
    }
  }, [screen])
  return <div ref={pane} className={css.pane} />
}
