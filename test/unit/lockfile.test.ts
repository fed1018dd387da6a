import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Entry = { optionalDependencies?: Record<string, string>; resolved?: string }
const text = readFileSync('package-lock.json', 'utf8')
const { packages } = JSON.parse(text) as { packages: Record<string, Entry> }

/** npm's own search: the package's node_modules, then those of each folder above. */
function isLocked(name: string, from: string): boolean {
  for (let dir = from; ; dir = dir.slice(0, dir.lastIndexOf('/node_modules/'))) {
    if (packages[`${dir === '' ? '' : `${dir}/`}node_modules/${name}`]) return true
    if (!dir.includes('/node_modules/')) return packages[`node_modules/${name}`] !== undefined
  }
}

describe('the lock file', () => {
  it('names every optional package, so that an install on another system is whole', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !isLocked(name, path))
        .map((name) => `${path || 'taskyard'} → ${name}`),
    )
    expect(missing).toEqual([])
  })

  it('names no host that packages come from', () => {
    expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([])
    expect(readFileSync('.npmrc', 'utf8')).not.toMatch(/registry/)
  })
})

describe('the install', () => {
  it('runs no script of any package', () => {
    expect(readFileSync('.npmrc', 'utf8')).toContain('ignore-scripts=true')
  })
})
