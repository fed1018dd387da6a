import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { defineFunctions } from '../../../electron/project/defineFunctions.ts'
import { withLastGood } from '../../../electron/project/lastGood.ts'
import type { Project } from '../../../electron/project/project.ts'
import { readProject } from '../../../electron/project/readProject.ts'
import { AppError } from '../../../shared/errors.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'

const CODE = { 'a/index.js': 'a', 'b/index.js': 'b' }

function twoFunctions() {
  const dir = projectFolder({ ...CODE, 's.yaml': specOf({ a: [], b: [] }) })
  const before = readProject(dir)
  const reread = (text: string) => {
    writeFileSync(join(dir, 's.yaml'), text)
    return withLastGood(readProject(dir), before)
  }
  return { dir, before, reread }
}
const timeouts = ({ functions }: Project) => functions.map(({ config }) => [config.functionName, config.timeout]).sort()

describe('the last good definitions', () => {
  it('stay where a resource is broken, while the others change', () => {
    const { before, reread } = twoFunctions()
    const after = reread(specOf({ a: ['timeout: nonsense'], b: ['timeout: 60'] }))
    expect(timeouts(after)).toEqual([
      ['a', 3],
      ['b', 60],
    ])
    expect(after.problems).toHaveLength(1)
    expect(after.codeDirs.toSorted()).toEqual(before.codeDirs)
  })

  it('go where a resource was taken out', () => {
    const { reread } = twoFunctions()
    expect(timeouts(reread(specOf({ b: [] })))).toEqual([['b', 3]])
  })

  it('go where another resource has taken the name over', () => {
    const { reread } = twoFunctions()
    const renamed = specOf({ a: ['timeout: nonsense'], b: [] }).replace('functionName: b', 'functionName: a')
    expect(timeouts(reread(renamed))).toEqual([['a', 3]])
  })

  it('stay whole when the file cannot be read or is gone, even beside a handler file', () => {
    const { before } = twoFunctions()
    const problem = new AppError('project_invalid', 's.yaml:1: nonsense')
    expect(withLastGood(problem, before)).toEqual({ ...before, problems: [problem] })

    const bare = readProject(projectFolder({ 'index.js': '' }))
    const after = withLastGood(bare, before)
    expect(after.functions).toEqual(before.functions)
    expect(after.problems.map(({ message }) => message)).toEqual([expect.stringMatching(/s\.yaml is gone/)])
  })
})

describe('the definitions of a project', () => {
  it('hold the code of each function', async () => {
    const { before, dir } = twoFunctions()
    const { definitions, problems } = await defineFunctions(before)
    expect(problems).toEqual([])
    expect(definitions.map(({ config, code }) => [config.functionName, code.path, code.bytes])).toEqual([
      ['a', join(dir, 'a'), 1],
      ['b', join(dir, 'b'), 1],
    ])
  })

  it('keep the last good one of a function whose code is gone, with the problem', async () => {
    const { before, dir } = twoFunctions()
    const { definitions } = await defineFunctions(before)
    rmSync(join(dir, 'a'), { recursive: true })
    const after = await defineFunctions(before, definitions)
    expect(after.definitions).toEqual(definitions)
    expect(after.problems.map(({ code }) => code)).toEqual(['code_missing'])
    expect((await defineFunctions(before)).definitions.map(({ config }) => config.functionName)).toEqual(['b'])
  })
})
