/**
 * Loads a part of the page that comes later. The host may be away at that very moment, because a thread of
 * it is being replaced: it is asked again until the part is there.
 */
const AGAIN_AFTER_MS = 500

export async function loadUntilThere<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS))
    }
  }
}
