/** What the palette offers for a text, in groups and in order. Pure: the caller brings the names and what they do. */
import type { TaskRow } from '../../../shared/contract/taskShapes.ts'
import type { IconName } from '../../ui/index.ts'

export type Entry = { id: string; name: string; detail?: string; run(): void } & (
  | { kind: 'command' | 'screen'; icon: IconName; shortcut?: string }
  | { kind: 'function' }
  | { kind: 'task'; task: TaskRow }
)
export type Group = { id: 'commands' | 'screens' | 'functions' | 'tasks' | 'recentTasks' | 'pasted'; entries: Entry[] }

const MAX_FUNCTIONS = 8

type Offer = {
  text: string
  commands: Entry[]
  screens: Entry[]
  functions: Entry[]
  /** By the whole id that `text` may be. */
  found: Entry[]
  recent: Entry[]
}

/** Without a text: where one likely goes. With one: what has all its words in its name, the tasks it names first. */
export function paletteGroups({ text, commands, screens, functions, found, recent }: Offer): Group[] {
  const words = wordsOf(text)
  const groups: Group[] =
    words.length === 0
      ? [
          { id: 'recentTasks', entries: recent },
          { id: 'functions', entries: functions.slice(0, MAX_FUNCTIONS) },
          { id: 'screens', entries: screens },
          { id: 'commands', entries: commands },
        ]
      : [
          { id: 'tasks', entries: found },
          { id: 'functions', entries: matching(functions, words).slice(0, MAX_FUNCTIONS) },
          { id: 'screens', entries: matching(screens, words) },
          { id: 'commands', entries: matching(commands, words) },
        ]
  return groups.filter(({ entries }) => entries.length > 0)
}

const wordsOf = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean)

/** Names that begin with the text come first. */
function matching(entries: Entry[], words: string[]): Entry[] {
  const [first = ''] = words
  const matched = entries.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
  const begins = ({ name }: Entry) => (name.toLowerCase().startsWith(first) ? 0 : 1)
  return matched.toSorted((a, b) => begins(a) - begins(b))
}

/** The name in pieces, those that the text names marked. */
export function markedPieces(name: string, text: string): { text: string; isMarked: boolean }[] {
  const lower = name.toLowerCase()
  const isMarked = new Array<boolean>(name.length).fill(false)
  for (const word of wordsOf(text)) {
    const start = lower.length === name.length ? lower.indexOf(word) : -1 // a few letters change length
    if (start >= 0) isMarked.fill(true, start, start + word.length)
  }
  const pieces: { text: string; isMarked: boolean }[] = []
  for (let index = 0; index < name.length; index += 1) {
    const last = pieces.at(-1)
    const isHere = isMarked[index] ?? false
    if (last !== undefined && last.isMarked === isHere) last.text += name.charAt(index)
    else pieces.push({ text: name.charAt(index), isMarked: isHere })
  }
  return pieces
}
