/** What Electron would be given to run, without the parts that are Electron's. */
import { execFile } from 'node:child_process'
import { existsSync, globSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { buildShell } from '../../../electron/cli/buildShell.ts'
import { addFiles } from '../../support/projectFolder.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'

async function built() {
  const dir = temporaryDir()
  const [appDir, windowDir] = [join(dir, 'app'), join(dir, 'window')]
  addFiles(dir, { 'window/index.html': '<p>', 'window/assets/app.js': '' })
  await buildShell({ appDir, windowDir })
  symlinkSync(join(process.cwd(), 'node_modules'), join(appDir, 'node_modules'))
  return { dir, appDir }
}

describe('the built desktop', () => {
  it('starts from its manifest and has the window, the preload script and what instances need', async () => {
    const { appDir } = await built()
    const manifest = JSON.parse(readFileSync(join(appDir, 'package.json'), 'utf8')) as Record<string, unknown>
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    expect(manifest).toMatchObject({ main: 'electron/main.js', type: 'module', productName: 'Taskyard', version })
    for (const path of [
      'electron/main.js',
      'electron/preload.cjs',
      'electron/threads/gateway.js',
      'electron/runtimes/node/bootstrap.cjs',
      'electron/sample/s.yaml',
      'renderer/dist/index.html',
      'renderer/dist/assets/app.js',
    ]) {
      expect([path, existsSync(join(appDir, path))]).toEqual([path, true])
    }
    expect(globSync('**/*.ts', { cwd: join(appDir, 'electron') })).toEqual([])
  })

  it('has a preload script that asks for nothing but electron', async () => {
    const { appDir } = await built()
    const script = readFileSync(join(appDir, 'electron/preload.cjs'), 'utf8')
    expect([...script.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name)).toEqual(['electron'])
    expect(script).not.toMatch(/^\s*(import|export)\b/m)
  })

  it('runs a task of the sample with all its threads where Node cannot strip types', async () => {
    const { dir, appDir } = await built()
    const payload = JSON.stringify({ id: 'A-1', customer: { email: 'ada@customers.example' } })
    const script = [join(appDir, 'electron/cli.js'), 'invoke', 'order-notify', payload, '--wait', '--json']
    const options = ['--workspace', join(dir, 'workspace'), '--port', '0']
    const { stdout } = await promisify(execFile)(process.execPath, ['--no-strip-types', ...script, ...options], {
      cwd: dir,
    })
    expect(JSON.parse(stdout)).toMatchObject({ state: 'Succeeded', functionName: 'order-notify' })
  })

  it('is whole at any moment while it is built again, for the desktop that runs', async () => {
    const { dir, appDir } = await built()
    let isOver = false
    const again = buildShell({ appDir, windowDir: join(dir, 'window') }).finally(() => {
      isOver = true
    })
    const missing: string[] = []
    while (!isOver) {
      for (const path of [
        'package.json',
        'electron/preload.cjs',
        'electron/threads/store.js',
        'renderer/dist/index.html',
      ])
        if (!existsSync(join(appDir, path))) missing.push(path)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await again
    expect(missing).toEqual([])
    expect(readdirSync(dir).toSorted()).toEqual(['app', 'window'])
  })

  it('is not made without a window', async () => {
    await expect(buildShell({ appDir: join(temporaryDir(), 'app'), windowDir: temporaryDir() })).rejects.toThrow(
      'there is no window',
    )
  })

  it('is what the packaging takes: every pattern of it finds files', async () => {
    const { appDir } = await built()
    const { files, asarUnpack } = JSON.parse(readFileSync('electron/packaging.json', 'utf8')) as Record<
      string,
      string[]
    >
    const patterns = [...files!.map((pattern) => pattern.replace(/^!/, '')), ...asarUnpack!]
    const empty = patterns
      .filter((pattern) => !pattern.startsWith('node_modules'))
      .filter((pattern) => globSync(pattern, { cwd: appDir }).length === 0)
    expect(empty).toEqual([])
  })
})
