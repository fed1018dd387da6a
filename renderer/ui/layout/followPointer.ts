/** Follows a pointer that was pressed on a handle until it is let go, wherever it moves. */
import type { PointerEvent } from 'react'

type Followed = {
  /** How far the pointer is from where it was pressed, in pixels. */
  onMove: (moved: { x: number; y: number }) => void
  onEnd: () => void
}

/** Does nothing but for the first button. */
export function followPointer(event: PointerEvent<HTMLElement>, { onMove, onEnd }: Followed): void {
  if (event.button !== 0) return
  event.preventDefault()
  const { currentTarget: handle, clientX, clientY } = event
  handle.focus()
  handle.setPointerCapture(event.pointerId)
  const move = (moved: globalThis.PointerEvent) => onMove({ x: moved.clientX - clientX, y: moved.clientY - clientY })
  const end = () => {
    handle.removeEventListener('pointermove', move)
    handle.removeEventListener('pointerup', end)
    handle.removeEventListener('pointercancel', end)
    onEnd()
  }
  handle.addEventListener('pointermove', move)
  handle.addEventListener('pointerup', end)
  handle.addEventListener('pointercancel', end)
}
