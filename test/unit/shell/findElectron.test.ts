import { describe, expect, it } from 'vitest'
import { findElectron } from '../../../electron/cli/findElectron.ts'
import { addFiles } from '../../support/projectFolder.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'

function packageWith(files: Record<string, string>) {
  const dir = temporaryDir()
  addFiles(dir, { 'package.json': '{}', ...files })
  return dir
}

describe("Electron's program", () => {
  it('is where its package says', () => {
    const dir = packageWith({ 'path.txt': 'electron\n', 'dist/electron': '' })
    expect(findElectron({}, dir)).toEqual({ path: `${dir}/dist/electron` })
  })

  it('is in the folder that the environment names, fetched or not', () => {
    const dir = packageWith({ 'elsewhere/electron': '' })
    const env = { ELECTRON_OVERRIDE_DIST_PATH: `${dir}/elsewhere` }
    expect(findElectron(env, dir)).toEqual({ path: `${dir}/elsewhere/electron` })
    expect(findElectron(env, null)).toEqual({ path: `${dir}/elsewhere/electron` })
  })

  it.each([
    ['was never fetched', {}, {}, 'npx install-electron --no'],
    ['was fetched and taken away', { 'path.txt': 'electron' }, {}, 'there is no Electron at'],
    [
      'is not in the folder that is named',
      {},
      { ELECTRON_OVERRIDE_DIST_PATH: '/none' },
      'there is no Electron at /none/electron',
    ],
  ])('is missing with a reason when it %s', (_case, files, env, reason) => {
    expect(findElectron(env, packageWith(files))).toEqual({ missing: expect.stringContaining(reason) })
  })

  it('is missing when its package is', () => {
    expect(findElectron({}, null)).toEqual({ missing: expect.stringContaining('npm ci') })
  })
})
