/**
 * The rows that a viewer of JSON shows: the open part of the tree, in order, with what is needed to move
 * in it. Positions name a node by the indexes of its ancestors ("0.3.1"), because keys may come twice.
 */
import type { JsonNode } from '../../../shared/format/jsonTree.ts'

export type JsonRow =
  | {
      kind: 'node'
      id: string
      parentId: string | null
      depth: number
      key: string | number | null
      node: JsonNode
      isOpen: boolean
      /** Place among its siblings, from 1, and how many they are. */
      place: number
      siblingCount: number
    }
  | { kind: 'more'; id: string; parentId: string; depth: number; hiddenCount: number }
  | { kind: 'close'; id: string; depth: number; sign: '}' | ']' }

export type JsonView = {
  /** Containers above this depth are open, unless `openById` says otherwise. */
  openDepth: number
  openById: ReadonlyMap<string, boolean>
  /** How many children a container shows, where it is not `FIRST_CHILDREN`. */
  shownById: ReadonlyMap<string, number>
}

export const FIRST_CHILDREN = 200
/** A longer string is shown in part until it is opened. */
export const SHORT_STRING_LENGTH = 600

export const isContainer = (node: JsonNode): node is Extract<JsonNode, { children: unknown }> =>
  node.kind === 'object' || node.kind === 'array'

export const canOpen = (node: JsonNode): boolean =>
  isContainer(node) ? node.children.length > 0 : node.kind === 'string' && node.end - node.start > SHORT_STRING_LENGTH

export function isOpen(view: JsonView, { id, depth, node }: { id: string; depth: number; node: JsonNode }): boolean {
  return canOpen(node) && (view.openById.get(id) ?? (isContainer(node) && depth < view.openDepth))
}

/** The deepest opening of whole levels that shows no more than so many rows. */
export function depthWithin(root: JsonNode, maxRows: number): number {
  let level: JsonNode[] = [root]
  let rowCount = 1
  for (let depth = 0; ; depth += 1) {
    const containers = level.filter(isContainer).filter((node) => node.children.length > 0)
    if (containers.length === 0) return depth
    level = containers.flatMap((node) => node.children.slice(0, FIRST_CHILDREN).map((member) => member.value))
    rowCount += level.length + containers.length
    if (rowCount > maxRows) return Math.max(1, depth)
  }
}

/** Depth first, without recursion: a text may nest deeper than a stack is high. */
export function jsonRows(root: JsonNode, view: JsonView): JsonRow[] {
  const rows: JsonRow[] = []
  const rootRow = { kind: 'node' as const, id: '0', parentId: null, depth: 0, key: null, place: 1, siblingCount: 1 }
  const waiting: JsonRow[] = [{ ...rootRow, node: root, isOpen: isOpen(view, { id: '0', depth: 0, node: root }) }]
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    rows.push(row)
    if (row.kind === 'node' && row.isOpen && isContainer(row.node))
      waiting.push(...inside(row, row.node, view).reverse())
  }
  return rows
}

type Container = Extract<JsonNode, { children: unknown }>

function inside({ id, depth }: { id: string; depth: number }, container: Container, view: JsonView): JsonRow[] {
  const shownCount = view.shownById.get(id) ?? FIRST_CHILDREN
  const siblingCount = container.children.length
  const rows: JsonRow[] = container.children.slice(0, shownCount).map(({ key, value: node }, index) => {
    const child = { id: `${id}.${index}`, depth: depth + 1, node }
    return { kind: 'node', ...child, parentId: id, key, isOpen: isOpen(view, child), place: index + 1, siblingCount }
  })
  const hiddenCount = siblingCount - shownCount
  if (hiddenCount > 0) rows.push({ kind: 'more', id: `${id}.more`, parentId: id, depth: depth + 1, hiddenCount })
  rows.push({ kind: 'close', id: `${id}.close`, depth, sign: container.kind === 'object' ? '}' : ']' })
  return rows
}

/** `$.order.items[0]["unit price"]` */
export function jsonPath(root: JsonNode, id: string): string {
  let node = root
  let path = '$'
  for (const index of id.split('.').slice(1)) {
    const member = isContainer(node) ? node.children[Number(index)] : undefined
    if (!member) break
    path += stepOf(member.key)
    node = member.value
  }
  return path
}

const stepOf = (key: string | number): string => {
  if (typeof key === 'number') return `[${key}]`
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}
