/**
 * An s.yaml that has been parsed: plain values, and for every one of them the line where it stands.
 * Throws `AppError('project_invalid')` for text that is no YAML.
 */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import { AppError } from '../../shared/errors.ts'
import type { ProjectPlace } from './project.ts'

export type KeyPath = readonly PropertyKey[]

export class SpecFile {
  readonly path: string
  readonly root: Record<string, unknown>
  readonly #document: Document.Parsed
  readonly #lines = new LineCounter()

  constructor(path: string) {
    this.path = path
    // `s` reads YAML 1.2 with merge keys
    this.#document = parseDocument(readText(path), { lineCounter: this.#lines, merge: true })
    const error = this.#document.errors[0]
    if (error !== undefined) throw this.#syntaxProblem(error.message, error.pos[0])
    let root: unknown
    try {
      root = this.#document.toJS()
    } catch (cause) {
      throw this.#syntaxProblem(cause instanceof Error ? cause.message : String(cause), 0) // for example too many aliases
    }
    if (!isRecord(root)) throw this.#syntaxProblem('the file must hold "edition", "name" and "resources"', 0)
    this.root = root
  }

  /** The line of the deepest key of `keyPath` that exists, from 1. */
  lineOf(keyPath: KeyPath): number {
    let node: unknown = this.#document.contents
    let offset = 0
    for (const key of keyPath) {
      if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
        if (pair === undefined) break
        if (isScalar(pair.key) && pair.key.range) offset = pair.key.range[0]
        node = pair.value
      } else if (isSeq(node)) {
        const item = node.items[Number(key)]
        if (isScalar(item) || isMap(item) || isSeq(item)) offset = item.range?.[0] ?? offset
        node = item
      } else break // an alias, say: its own line will do
    }
    return this.#lines.linePos(offset).line
  }

  problem(keyPath: KeyPath, { resource, message }: { resource: string | null; message: string }): AppError {
    const key = keyPath.map(String).join('.')
    const line = this.lineOf(keyPath)
    const place: ProjectPlace = { file: this.path, line, key, resource }
    const where = resource === null ? '' : `resource "${resource}": `
    return new AppError('project_invalid', `${basename(this.path)}:${line}: ${where}${message}`, { data: place })
  }

  #syntaxProblem(message: string, offset: number): AppError {
    const { line } = this.#lines.linePos(offset)
    const place: ProjectPlace = { file: this.path, line, key: '', resource: null }
    const [summary = ''] = message.split('\n') // the rest is a picture of the place
    const what = summary.replace(/ at line \d+, column \d+:?$/, '')
    return new AppError('project_invalid', `${basename(this.path)}:${line}: ${what}`, { data: place })
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const place: ProjectPlace = { file: path, line: 1, key: '', resource: null }
    throw new AppError('project_invalid', `${path} cannot be read: ${(cause as Error).message}`, { cause, data: place })
  }
}
