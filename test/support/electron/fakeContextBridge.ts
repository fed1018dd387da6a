/**
 * contextBridge between a preload script and its page: what crosses is copied and frozen, functions are
 * wrapped, and what is not plain is refused, in both directions.
 */

export class FakeContextBridge {
  readonly seen: { world: Record<string, unknown> } = { world: {} }

  exposeInMainWorld(apiKey: string, api: unknown): void {
    if (apiKey in this.seen.world) throw new Error(`Cannot bind an API on top of an existing property: ${apiKey}`)
    this.seen.world[apiKey] = crossing(api)
  }
}

function crossing(value: unknown): unknown {
  if (typeof value === 'function')
    return Object.freeze((...input: unknown[]) => crossing(value(...input.map(crossing))))
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'symbol') throw new TypeError('An object could not be cloned: a symbol')
    return value
  }
  if (value instanceof Promise) return value.then(crossing)
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return structuredClone(value)
  if (Array.isArray(value)) return Object.freeze(value.map(crossing))
  if (!isPlain(value)) throw new TypeError(`An object could not be cloned: ${value.constructor?.name}`)
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, part]) => [key, crossing(part)])))
}

/** Also of another realm, as the preload script is. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype as object) === null
}
