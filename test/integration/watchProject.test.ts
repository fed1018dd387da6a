import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { hashCode } from '../../electron/project/hashCode.ts'
import type { Project } from '../../electron/project/project.ts'
import { watchProject } from '../../electron/project/watchProject.ts'
import { addFiles, projectFolder, specOf } from '../support/projectFolder.ts'

/** Watches `dir`; `next` resolves with the first project from now on that `isIt`. */
async function watching(dir: string) {
  const seen: Project[] = []
  const waiting: { isIt(project: Project): boolean; resolve(project: Project): void }[] = []
  const next = (isIt: (project: Project) => boolean = () => true) =>
    new Promise<Project>((resolve) => waiting.push({ isIt, resolve }))
  const begun = next()
  const watch = watchProject(dir, (project) => {
    seen.push(project)
    for (const { isIt, resolve } of waiting) if (isIt(project)) resolve(project)
  })
  onTestFinished(() => watch.stop())
  await begun
  return { watch, next, seen }
}

const FILES = { 'a/index.js': 'a', 'b/index.js': 'b', 's.yaml': specOf({ a: [], b: [] }) }
const timeoutOf = (project: Project, name: string) =>
  project.functions.find(({ config }) => config.functionName === name)?.config.timeout
const has = (project: Project, name: string) => timeoutOf(project, name) !== undefined

describe('a watched project', () => {
  it('is given once when the watch stands', async () => {
    const { seen } = await watching(projectFolder(FILES))
    expect(seen[0]!.functions).toHaveLength(2)
  })

  it('is read again when s.yaml is written, replaced by a rename, or gets another function', async () => {
    const dir = projectFolder(FILES)
    const { next } = await watching(dir)
    const written = next((project) => timeoutOf(project, 'a') === 10)
    writeFileSync(join(dir, 's.yaml'), specOf({ a: ['timeout: 10'], b: [] }))
    await written

    const replaced = next((project) => timeoutOf(project, 'a') === 20)
    writeFileSync(join(dir, 's.yaml.new'), specOf({ a: ['timeout: 20'], b: [] }))
    renameSync(join(dir, 's.yaml.new'), join(dir, 's.yaml'))
    await replaced

    const extended = next((project) => has(project, 'c'))
    addFiles(dir, { 'c/index.js': 'c', 's.yaml': specOf({ a: [], b: [], c: [] }) })
    await extended
  })

  it('is reported when code changes, also deep in a folder that is new', async () => {
    const dir = projectFolder(FILES)
    const { next } = await watching(dir)
    const before = await hashCode(join(dir, 'a'))
    const changed = next()
    writeFileSync(join(dir, 'a/index.js'), 'changed')
    await changed
    expect((await hashCode(join(dir, 'a'))).hash).not.toBe(before.hash)

    const deep = next()
    mkdirSync(join(dir, 'b/lib/deep'), { recursive: true })
    await deep
    const inDeep = next()
    writeFileSync(join(dir, 'b/lib/deep/x.js'), 'x')
    await inDeep
  })

  it('is watched in the code folder of a function that was added', async () => {
    const dir = projectFolder(FILES)
    const { next } = await watching(dir)
    const added = next((project) => has(project, 'c'))
    addFiles(dir, { 'c/index.js': 'c', 's.yaml': specOf({ a: [], b: [], c: [] }) })
    await added
    await next() // its own watch stands
    const changed = next()
    writeFileSync(join(dir, 'c/index.js'), 'changed')
    await changed
  })

  it('does not hear of node_modules and .git', async () => {
    const dir = projectFolder({ ...FILES, 'a/node_modules/p/index.js': 'p', 'a/.git/HEAD': 'x' })
    const { next, seen } = await watching(dir)
    const seenBefore = seen.length
    addFiles(dir, { 'a/node_modules/p/index.js': 'changed', 'a/node_modules/q/new.js': '', 'a/.git/HEAD': 'y' })
    const marker = next((project) => timeoutOf(project, 'b') === 33) // events come in order: this one ends the wait
    writeFileSync(join(dir, 's.yaml'), specOf({ a: [], b: ['timeout: 33'] }))
    await marker
    const early = seen.slice(seenBefore).filter((project) => timeoutOf(project, 'b') !== 33)
    expect(early).toEqual([])
  })

  it('works below a node_modules of its own path', async () => {
    const dir = join(projectFolder({ 'node_modules/kit/sample/a/index.js': 'a' }), 'node_modules/kit/sample')
    addFiles(dir, FILES)
    const { next } = await watching(dir)
    const changed = next()
    writeFileSync(join(dir, 'a/index.js'), 'changed')
    await changed
  })

  it('keeps its last good definitions while s.yaml is broken or gone, and says so', async () => {
    const dir = projectFolder(FILES)
    const { next } = await watching(dir)
    const broken = next(({ problems }) => problems.length > 0)
    writeFileSync(join(dir, 's.yaml'), 'edition: 3.0.0\nresources: { a: [ }\n')
    expect(await broken).toMatchObject({
      functions: [{ resource: 'a' }, { resource: 'b' }],
      problems: [{ code: 'project_invalid', message: expect.stringMatching(/^s\.yaml:2: /) }],
    })

    const gone = next(({ problems }) => /nor a handler file/.test(problems[0]?.message ?? ''))
    rmSync(join(dir, 's.yaml'))
    expect((await gone).functions).toHaveLength(2)

    const mended = next(({ problems }) => problems.length === 0)
    writeFileSync(join(dir, 's.yaml'), specOf({ b: [] }))
    expect((await mended).functions.map(({ resource }) => resource)).toEqual(['b'])
  })

  it('gets its function when the code folder that was missing appears', async () => {
    const dir = projectFolder({ 'a/index.js': 'a', 's.yaml': specOf({ a: [], b: [] }) })
    const { next, seen } = await watching(dir)
    expect(seen.at(-1)!.problems).toHaveLength(1)
    const built = next((project) => has(project, 'b'))
    addFiles(dir, { 'b/index.js': 'b' })
    expect((await built).problems).toEqual([])
  })

  it('may be a bare folder, and becomes a project when it gets an s.yaml', async () => {
    const dir = projectFolder({ 'index.js': '', 'a/index.js': '' })
    const { next } = await watching(dir)
    const grown = next(({ file }) => file !== null)
    writeFileSync(join(dir, 's.yaml'), specOf({ a: [] }))
    expect((await grown).functions.map(({ resource }) => resource)).toEqual(['a'])
  })

  it('says when changes are no longer seen', async () => {
    const tooLong = `./${'x'.repeat(300)}` // the system refuses to look at such a name
    const dir = projectFolder({ 's.yaml': specOf({ a: [] }).replace('code: ./a', `code: ${tooLong}`) })
    const { next, seen } = await watching(dir)
    const isIt = ({ problems }: Project) => problems.some(({ code }) => code === 'unavailable')
    const told = seen.find(isIt) ?? (await next(isIt))
    expect(told.problems.at(-1)!.message).toMatch(/^changes below .* are no longer seen/)
  })

  it('is refused like a reading when there is nothing to watch', () => {
    expect(() => watchProject(projectFolder(), () => {})).toThrow(expect.objectContaining({ code: 'project_invalid' }))
  })
})

describe('stopping a watch', () => {
  it('waits for the change that is being handled, and lets no other through', async () => {
    const dir = projectFolder(FILES)
    const begun = Promise.withResolvers<void>()
    const finished = Promise.withResolvers<void>()
    let callCount = 0
    const watch = watchProject(dir, () => {
      callCount++
      begun.resolve()
      return finished.promise
    })
    await begun.promise
    writeFileSync(join(dir, 's.yaml'), specOf({ a: ['timeout: 9'], b: [] }))
    let isStopped = false
    const stopped = watch.stop().then(() => {
      isStopped = true
    })
    expect(isStopped).toBe(false)
    finished.resolve()
    await stopped
    expect(callCount).toBe(1)
  })
})
