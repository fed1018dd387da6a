/**
 * Who may import what: the table of DESIGN.md section 9 as data, with no cycle, no upward import, no
 * file over 500 lines and nothing at the top level that was not agreed on.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

type Row = { layers: string[]; packages: RegExp }
const NODE = '^node:'
const NONE = /^$/

/** A file belongs to the longest key that its path starts with. */
const LAYERS: Record<string, Row> = {
  shared: { layers: [], packages: /^zod$/ },
  'electron/base': { layers: ['shared'], packages: /^node:/ },
  'electron/storage': { layers: ['shared', 'electron/base'], packages: new RegExp(`${NODE}|^better-sqlite3$`) },
  'electron/engine': {
    layers: ['shared', 'electron/base', 'electron/storage'],
    packages: new RegExp(`${NODE}|^better-sqlite3$`), // its type only: the connection is opened in storage
  },
  'electron/project': { layers: ['shared', 'electron/base'], packages: new RegExp(`${NODE}|^yaml$|^chokidar$`) },
  'electron/logs': { layers: ['shared', 'electron/base', 'electron/storage'], packages: /^node:|^better-sqlite3$/ },
  // stores and reads what the engine has counted, in the log thread
  'electron/metrics': { layers: ['shared', 'electron/base', 'electron/storage'], packages: /^node:|^better-sqlite3$/ },
  'electron/terminal': { layers: ['shared', 'electron/base'], packages: new RegExp(`${NODE}|^node-pty$`) },
  'electron/api': {
    layers: [
      'shared',
      'electron/base',
      'electron/engine',
      'electron/project',
      'electron/logs',
      'electron/metrics',
      'electron/terminal',
    ],
    packages: new RegExp(`${NODE}|^fastify$|^@fastify/|^zod$`),
  },
  'electron/host': { layers: ['shared', 'electron/base'], packages: new RegExp(`${NODE}|^pino$|^conf$`) },
  'electron/cli': {
    layers: ['shared', 'electron/base', 'electron/host'],
    packages: new RegExp(`${NODE}|^commander$|^esbuild$`), // esbuild: only to start the desktop from its source
  },
  'electron/shell': {
    layers: ['shared', 'electron/base', 'electron/host'],
    packages: new RegExp(`${NODE}|^electron/(main|common|renderer)$`), // types only: the test below
  },
  // old Nodes do not know the node: prefix
  'electron/runtimes': { layers: [], packages: /^(node:)?[a-z_]+$/ },
  // entries: wiring only; they may import what they wire, nothing may import them
  'electron/threads': {
    layers: [
      'shared',
      'electron/base',
      'electron/storage',
      'electron/engine',
      'electron/project',
      'electron/logs',
      'electron/metrics',
      'electron/terminal',
      'electron/api',
    ],
    packages: /^node:/,
  },
  'electron/cli.ts': { layers: ['electron/cli', 'electron/base'], packages: /^node:/ },
  'electron/launcher.cjs': { layers: [], packages: /^node:/ },
  'electron/main.ts': {
    layers: ['shared', 'electron/base', 'electron/host', 'electron/shell'],
    packages: new RegExp(`${NODE}|^electron/(main|common)$|^electron-store$`),
  },
  'electron/preload.ts': { layers: ['shared', 'electron/shell'], packages: /^electron\/renderer$/ },

  'renderer/bridge': { layers: ['shared'], packages: NONE },
  'renderer/i18n': { layers: ['shared'], packages: /^(react|i18next|react-i18next)$/ },
  'renderer/stores': { layers: ['shared', 'renderer/bridge'], packages: /^(react|zustand)($|\/)/ },
  'renderer/ui': {
    layers: ['shared', 'renderer/i18n'],
    packages:
      /^(react|react-dom|lucide-react|codemirror|dayjs)($|\/)|^@(mantine|codemirror|lezer|fontsource-variable)\//,
  },
  'renderer/charts': { layers: ['shared'], packages: /^(react|uplot)($|\/)/ },
  'renderer/terminal': { layers: ['shared', 'renderer/bridge'], packages: /^react($|\/)|^@xterm\// },
  'renderer/screens': {
    layers: ['shared', 'renderer/stores', 'renderer/ui', 'renderer/i18n', 'renderer/charts', 'renderer/terminal'],
    packages: /^react($|\/)|^@tanstack\//,
  },
  'renderer/main.tsx': {
    layers: ['shared', 'renderer/bridge', 'renderer/stores', 'renderer/screens', 'renderer/ui', 'renderer/i18n'],
    packages: /^(react|react-dom)($|\/)/,
  },
  'renderer/vite.config.ts': { layers: [], packages: /^(vite|@vitejs\/plugin-react)$/ },
}
const ENTRIES = [
  'electron/threads/',
  'electron/cli.ts',
  'electron/launcher.cjs',
  'electron/main.ts',
  'electron/preload.ts',
  'renderer/main.tsx',
]

const TOP_LEVEL = [
  'electron',
  'renderer',
  'shared',
  'test',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'README.md',
  'ARCHITECTURE.md',
  'LICENSE',
]
const MAX_LINES = 500

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && existsSync(path))
const sources = tracked.filter(
  (path) => /^(shared|electron|renderer)\/.*\.(ts|tsx|cjs)$/.test(path) && !path.startsWith('electron/sample/'),
)

const layerOf = (path: string) =>
  Object.keys(LAYERS)
    .filter((layer) => path === layer || path.startsWith(`${layer}/`))
    .toSorted((a, b) => b.length - a.length)[0]

type Import = { from: string; to: string; isPackage: boolean; isType: boolean }
function importsOf(path: string): Import[] {
  const text = readFileSync(path, 'utf8')
  const calls = path.endsWith('.cjs') ? 'require|import' : 'import' // a require in TypeScript stands in a text
  const found = [
    ...text.matchAll(/^\s*(?:import|export)\b(?<clause>[^'"`;]*?)\bfrom '(?<to>[^']+)'|^import '(?<to>[^']+)'/gm),
    ...text.matchAll(new RegExp(`(?:${calls})\\('(?<to>[^']+)'\\)`, 'g')),
  ]
  return found.map(({ groups }) => {
    const to = groups?.to ?? ''
    const isPackage = !to.startsWith('.')
    return {
      from: path,
      to: isPackage ? to : join(dirname(path), to),
      isPackage,
      isType: /^\s*type\b/.test(groups?.clause ?? ''),
    }
  })
}
const imports = sources.flatMap(importsOf)

describe('the layers', () => {
  it('are looked at as a whole', () => {
    expect(sources.length).toBeGreaterThan(80)
    expect(imports.length).toBeGreaterThan(300)
    expect(sources.filter((path) => layerOf(path) === undefined)).toEqual([])
  })

  it('import only themselves, the layers of their row and the packages it allows', () => {
    const broken = imports.filter(({ from, to, isPackage }) => {
      const layer = layerOf(from) ?? ''
      const row = LAYERS[layer]!
      if (isPackage) return !row.packages.test(to)
      const target = layerOf(to) ?? ''
      return target !== layer && !row.layers.includes(target)
    })
    expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  it('import Electron itself in the entries of the desktop only; the shell knows its types', () => {
    const broken = imports.filter(({ from, to, isType }) => {
      return /^electron(\/|-store)/.test(to) && !isType && !['electron/main.ts', 'electron/preload.ts'].includes(from)
    })
    expect(broken.filter(({ isPackage }) => isPackage).map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  it('are entered by nobody through an entry', () => {
    const broken = imports.filter(({ from, to }) => ENTRIES.some((entry) => to.startsWith(entry) && from !== to))
    expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  it('have no cycle', () => {
    const targets = new Map<string, string[]>()
    for (const { from, to, isPackage, isType } of imports) {
      if (!isPackage && !isType) targets.set(from, [...(targets.get(from) ?? []), to])
    }
    const done = new Set<string>()
    const cycleFrom = (path: string, trail: string[]): string[] | null => {
      if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path]
      if (done.has(path)) return null
      for (const to of targets.get(path) ?? []) {
        const cycle = cycleFrom(to, [...trail, path])
        if (cycle !== null) return cycle
      }
      done.add(path)
      return null
    }
    expect(sources.map((path) => cycleFrom(path, [])).filter((cycle) => cycle !== null)).toEqual([])
  })

  it('keep SQL in storage', () => {
    const sql = /\.(prepare|exec)\(\s*[`'"]\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|PRAGMA)/i
    const broken = sources.filter(
      (path) => !path.startsWith('electron/storage/') && sql.test(readFileSync(path, 'utf8')),
    )
    expect(broken).toEqual([])
  })
})

describe('the tree', () => {
  it(`has no file of ours over ${MAX_LINES} lines`, () => {
    const long = tracked
      .filter((path) => /\.(ts|tsx|cjs|mjs|css)$/.test(path))
      .map((path) => ({ path, lineCount: readFileSync(path, 'utf8').split('\n').length }))
      .filter(({ lineCount }) => lineCount > MAX_LINES)
    expect(long).toEqual([])
  })

  it('has nothing at its top but what was agreed on', () => {
    const top = new Set(tracked.map((path) => path.split('/')[0]!))
    expect([...top].filter((name) => !name.startsWith('.') && !TOP_LEVEL.includes(name))).toEqual([])
  })
})
