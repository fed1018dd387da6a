/** Work that a hidden window leaves undone: it is started when the window is seen, and stopped when it is not. */

/** `start` returns how to stop. The returned function ends all of it. */
export function whileVisible(start: () => () => void): () => void {
  let stop: (() => void) | null = null
  const follow = () => {
    const isVisible = document.visibilityState !== 'hidden'
    if (isVisible && stop === null) stop = start()
    if (!isVisible && stop !== null) {
      stop()
      stop = null
    }
  }
  document.addEventListener('visibilitychange', follow)
  follow()
  return () => {
    document.removeEventListener('visibilitychange', follow)
    stop?.()
    stop = null
  }
}
