/**
 * Finds the Node that runs a function (DESIGN.md section 5): a setting, the project's .nvmrc, PATH, the
 * usual version managers, at last the Node that we run on. The version that the runtime asks for wins,
 * else the nearest newer one, which is worth a notice.
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { FunctionSpec } from '../messages.ts'
import { askNode, type Installation, installationsOnPath, managedInstallations } from './nodeInstallations.ts'
import { majorOf, nodeMajor } from './nodeVersions.ts'

export type Interpreter = { path: string; version: string; notice: string | null }
/** Throws `AppError('runtime_unsupported')` or `AppError('interpreter_missing')`. */
export type LocateInterpreter = (spec: Pick<FunctionSpec, 'runtime' | 'codePath'>) => Interpreter

export type SearchPlaces = {
  setting: string | null // a binary that the user has named for all functions
  path: string
  homeDir: string
  ownNode: string | null // the binary that we run on, if it is a real Node
}

export function interpreterLocator(places: SearchPlaces): LocateInterpreter {
  let installed: Installation[] | null = null
  const found = new Map<string, Interpreter>()

  return ({ runtime, codePath }) => {
    const wantedMajor = nodeMajor(runtime)
    if (wantedMajor === null) {
      throw new AppError(
        'runtime_unsupported',
        `the runtime ${runtime} is not supported yet; supported are nodejs8, nodejs10, nodejs12, nodejs14, nodejs16, nodejs18 and nodejs20`,
      )
    }
    const nvmrc = nvmrcAbove(codePath)
    const key = `${runtime} ${nvmrc}`
    const known = found.get(key)
    if (known !== undefined) return known
    installed ??= [...installationsOnPath(places.path), ...managedInstallations(places.homeDir)]
    const chosen = choose({ wantedMajor, nvmrc, installed, places })
    if (chosen === null) {
      installed = null // look again next time: it may be installed by then
      throw new AppError('interpreter_missing', missing(runtime, places))
    }
    const isAsked = majorOf(chosen.version) === wantedMajor
    const notice = isAsked ? null : `asked for ${runtime}, running on ${chosen.version} (${chosen.path})`
    const interpreter = { ...chosen, notice }
    found.set(key, interpreter)
    return interpreter
  }
}

type Choice = { wantedMajor: number; nvmrc: string | null; installed: Installation[]; places: SearchPlaces }

function choose({ wantedMajor, nvmrc, installed, places }: Choice): Installation | null {
  if (places.setting !== null) {
    const set = askNode(places.setting)
    if (set === null) throw new AppError('interpreter_missing', `the setting names ${places.setting}, which is no Node`)
    return set
  }
  const ofProject = nvmrc === null ? undefined : installed.find(({ version }) => matches(version, nvmrc))
  if (ofProject !== undefined) return ofProject
  const equal = installed.find(({ version }) => majorOf(version) === wantedMajor)
  if (equal !== undefined) return equal
  const byMajor = [...installed].sort((left, right) => majorOf(left.version) - majorOf(right.version))
  const newer = byMajor.find(({ version }) => majorOf(version) > wantedMajor)
  if (newer !== undefined) return newer
  const own = places.ownNode === null ? null : askNode(places.ownNode)
  return own ?? byMajor.at(-1) ?? null
}

/** `18`, `v18.20` and `18.20.4` name v18.20.4; names such as `lts/*` are left to PATH. */
function matches(version: string, nvmrc: string): boolean {
  return `${version.slice(1)}.`.startsWith(`${nvmrc.replace(/^v/, '')}.`)
}

function nvmrcAbove(codePath: string): string | null {
  for (let folder = codePath; ; folder = dirname(folder)) {
    try {
      return readFileSync(join(folder, '.nvmrc'), 'utf8').trim()
    } catch {
      if (folder === dirname(folder)) return null
    }
  }
}

function missing(runtime: string, { path }: SearchPlaces): string {
  return (
    `no Node was found for ${runtime}: looked for a program named node in ${path === '' ? 'an empty PATH' : path} ` +
    'and in the folders of nvm, fnm, volta, asdf and mise'
  )
}
