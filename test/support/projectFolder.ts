/** A folder of its own for a test, filled with the given files. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { atEnd } from './lifetime.ts'

export function projectFolder(files: Record<string, string> = {}): string {
  const dir = mkdtempSync(join(tmpdir(), 'taskyard-project-'))
  atEnd(() => rmSync(dir, { recursive: true, force: true }))
  addFiles(dir, files)
  return dir
}

export function addFiles(dir: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
}

export function makeExecutable(path: string): void {
  chmodSync(path, 0o755)
}

/** An s.yaml with one function per name, its code in a folder of that name; `props` are lines of YAML. */
export function specOf(functions: Record<string, string[]>): string {
  const resources = Object.entries(functions).flatMap(([name, props]) => [
    `  ${name}:`,
    '    component: fc3',
    '    props:',
    ...['region: cn-hangzhou', `functionName: ${name}`, 'runtime: nodejs20', `code: ./${name}`, ...props].map(
      (line) => `      ${line}`,
    ),
  ])
  return ['edition: 3.0.0', 'name: shop', 'access: default', 'resources:', ...resources, ''].join('\n')
}
