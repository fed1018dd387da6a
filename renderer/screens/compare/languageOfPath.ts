/** In which language a file is coloured. */
import type { CodeLanguage } from '../../ui/index.ts'

const LANGUAGES: Readonly<Record<string, CodeLanguage>> = {
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  ts: 'javascript',
  py: 'python',
  json: 'json',
  yaml: 'yaml',
  yml: 'yaml',
}

export function languageOfPath(path: string): CodeLanguage {
  return LANGUAGES[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? 'text'
}
