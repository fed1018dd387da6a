/**
 * The rules of the look, held by a machine: every colour and size is a token, every token in use exists,
 * screens know only our components, and every word comes from a catalogue.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const TOKENS = 'renderer/ui/theme/tokens.css'

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'renderer'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => /\.(css|tsx?|html)$/.test(path) && existsSync(path))
  .map((path) => ({ path, text: withoutComments(readFileSync(path, 'utf8'), path) }))

/** Blanks out comments, so that lines keep their numbers. In TypeScript only those that own their line. */
function withoutComments(text: string, path: string): string {
  const blank = (comment: string) => comment.replace(/[^\n]/g, ' ')
  const withoutBlocks = text.replace(/\/\*[\s\S]*?\*\//g, blank)
  return path.endsWith('.css') ? withoutBlocks : withoutBlocks.replace(/(^|\s)\/\/ .*$/gm, blank)
}

type Found = { path: string; line: number; text: string }
function findAll(pattern: RegExp, inFiles: { path: string; text: string }[]): string[] {
  const found: Found[] = inFiles.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map((match) => ({
      path,
      line: text.slice(0, match.index).split('\n').length,
      text: match[0].trim().slice(0, 80),
    })),
  )
  return found.map(({ path, line, text }) => `${path}:${line} ${text}`)
}

const styles = files.filter(({ path }) => path.endsWith('.css') && path !== TOKENS)
/** A query about the size of a container cannot read a variable: its prelude may hold a size. */
const rules = styles.map(({ path, text }) => ({ path, text: text.replace(/@(container|media)[^{]*\{/g, '@query {') }))
const components = files.filter(({ path }) => path.endsWith('.tsx'))
const sources = files.filter(({ path }) => /\.tsx?$/.test(path))
const screens = sources.filter(({ path }) => !path.startsWith('renderer/ui/'))
const tokens = readFileSync(TOKENS, 'utf8')

const NAMED_COLOURS =
  'aqua|black|blue|brown|coral|crimson|cyan|gold|gray|green|grey|indigo|ivory|khaki|lime|magenta|maroon|navy|olive|orange|orchid|pink|plum|purple|red|salmon|silver|snow|tan|teal|tomato|turquoise|violet|wheat|white|yellow'
const COLOUR_PROPERTY = '(?:[a-z-]*color|background|border[a-z-]*|outline|fill|stroke|box-shadow)'

const COLOUR_LITERAL = /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(/gi
const COLOUR_NAME = new RegExp(`^\\s*${COLOUR_PROPERTY}:[^;]*\\b(?:${NAMED_COLOURS})\\b(?!-)[^;]*;`, 'gm')
const COLOUR_IN_TEXT = /['"`][^'"`]*(?:#[0-9a-f]{3}(?:[0-9a-f]{3,5})?\b|\b(?:rgba?|hsla?|oklch)\()[^'"`]*['"`]/gi
const SIZE_LITERAL = /(?<![\w-])-?\d*\.?\d+(?:px|rem|em|pt|ch|ex|vh|vw|dvh|cqw)\b/g
const SIZE_IN_TEXT = /['"`][^'"`\n]*(?<![\w-])\d*\.?\d+(?:px|rem|em|pt)\b[^'"`\n]*['"`]/g
/** A bare number in a style of React is a count of pixels. */
const SIZE_IN_STYLE = /style=\{\{[^}]*\b(?!zIndex|opacity|flex|order)[a-z]\w*: -?(?!0\b)\d[^}]*\}\}/gi
/** Letters between a tag's end and the next tag or brace: words, unless they are code (`return`). */
const TEXT_IN_JSX =
  /(?<=<\/?[A-Za-z][^<>{}=]*>|(?:["'}\w]|\n\s*)>)(?!\s*(?:return|export|function|const)\b)\s*[^\s<>{}()=;&|?:]*[A-Za-z]{2,}[^<>{}()=;&|?$`]*(?=<\/?[A-Za-z]|\{)/g
const TEXT_IN_ATTRIBUTE =
  /\b(?:aria-label|title|label|placeholder|alt|summary|text)="[^"]*[A-Za-z\u4e00-\u9fff]{2,}[^"]*"/g
const CHINESE = /[\u4e00-\u9fff]/g

describe('the patterns below', () => {
  it.each([
    [COLOUR_LITERAL, 'color: #fff;', 'background: rgb(0 0 0 / 50%);'],
    [COLOUR_NAME, 'color: white;', '  border: var(--b-1) solid red;'],
    [COLOUR_IN_TEXT, "color: '#1a1c1e'", '"oklch(0.4 0.1 277)"'],
    [SIZE_LITERAL, 'padding: 4px', 'margin: -0.5em'],
    [SIZE_IN_TEXT, "width: '12px'", '`calc(100% - 2rem)`'],
    [SIZE_IN_STYLE, 'style={{ width: 12 }}', "style={{ top: '0', height: 4 }}"],
    [TEXT_IN_JSX, '<p>No tasks yet</p>', '<Button onClick={go}>Try {name}</Button>', '<b>\n  Two words\n</b>'],
    [TEXT_IN_ATTRIBUTE, '<Button label="Stop">', '<input placeholder="Add a filter" />'],
    [CHINESE, "'重试'", '>任务<'],
  ])('find what they are for: %s', (pattern, ...samples: string[]) => {
    for (const sample of samples) expect(sample.match(pattern), sample).not.toBeNull()
  })

  it.each([
    [COLOUR_NAME, 'color: transparent;', 'background: var(--canvas);', 'white-space: pre;'],
    [SIZE_LITERAL, 'flex: 1 1 0', 'width: 100%', 'grid-template-columns: 1fr 2fr', 'font: var(--t-13) var(--font-ui)'],
    [SIZE_IN_STYLE, 'style={{ width: widthPixels }}', 'style={{ zIndex: 2 }}'],
    [TEXT_IN_JSX, "<p>{t('common.stop')}</p>", 'useRef<HTMLElement>(null)', 'if (a > b) return <p />', '<b> / </b>'],
  ])('leave the rest alone: %s', (pattern, ...samples: string[]) => {
    for (const sample of samples) expect(sample.match(pattern), sample).toBeNull()
  })
})

describe('the styles of the window', () => {
  it('are looked at', () => {
    expect(styles.length).toBeGreaterThan(15)
    expect(components.length).toBeGreaterThan(25)
  })

  it('hold no colour but tokens', () => {
    expect(findAll(COLOUR_LITERAL, rules)).toEqual([])
    expect(findAll(COLOUR_NAME, rules)).toEqual([])
    expect(findAll(COLOUR_IN_TEXT, components)).toEqual([])
  })

  it('hold no size but tokens, 0 and shares', () => {
    expect(findAll(SIZE_LITERAL, rules)).toEqual([])
    expect(findAll(SIZE_IN_TEXT, components)).toEqual([])
    expect(findAll(SIZE_IN_STYLE, components)).toEqual([])
  })

  it('use no token that does not exist', () => {
    // tokens, and what a component sets for what stands inside of it
    const known = new Set(
      files.flatMap(({ text }) => [...text.matchAll(/(--[\w-]+)['"]?\]?:/g)].map((match) => match[1])),
    )
    const unknown = files.flatMap(({ path, text }) =>
      [...text.matchAll(/var\((--[\w-]+)(,?)/g)]
        .filter(([, name, comma]) => !known.has(name) && comma === '' && !name?.startsWith('--mantine-'))
        .map(([, name]) => `${path} ${name}`),
    )
    expect(unknown).toEqual([])
  })

  it('give both themes the same tokens', () => {
    const namesIn = (selector: string) => {
      const block = tokens.split(selector)[1]?.split('}')[0] ?? ''
      return [...block.matchAll(/(--[\w-]+):/g)].map((match) => match[1]).toSorted()
    }
    const dark = namesIn('[data-mantine-color-scheme="dark"] {')
    expect(dark.length).toBeGreaterThan(60)
    expect(namesIn('[data-mantine-color-scheme="light"] {')).toEqual(dark)
  })
})

describe('the screens', () => {
  it('know neither Mantine nor the libraries under the components', () => {
    expect(findAll(/from '(?:@mantine|lucide-react|codemirror|@codemirror|@lezer)[^']*'/g, screens)).toEqual([])
  })

  it('reach the components by their one door', () => {
    const doors = screens.filter(({ path }) => path.startsWith('renderer/screens/'))
    expect(findAll(/from '(?:\.\.\/)+ui\/(?!index\.ts')[^']*'/g, doors)).toEqual([])
  })
})

describe('the components', () => {
  it('use no Table, Paper, Card or Badge of Mantine', () => {
    expect(findAll(/import \{[^}]*\b(?:Table|Paper|Card|Badge)\b[^}]*\} from '@mantine\/core'/g, sources)).toEqual([])
  })
})

describe('the words of the window', () => {
  it('stand in a catalogue, in no component', () => {
    expect(findAll(TEXT_IN_JSX, components)).toEqual([])
    expect(findAll(TEXT_IN_ATTRIBUTE, components)).toEqual([])
    expect(
      findAll(
        CHINESE,
        sources.filter(({ path }) => !path.startsWith('renderer/i18n/')),
      ),
    ).toEqual([])
  })
})
