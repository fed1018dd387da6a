/**
 * What the user likes and which projects were opened, in one small file of the system's per-user
 * configuration folder. Both hosts keep the same file: the browser host by conf, the desktop host by
 * electron-store, which is a conf.
 *
 * The file may be another version's, or edited by hand: what cannot be understood counts as the default
 * and stays in the file; a file that is no JSON is put aside, with a notice.
 */
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import Conf from 'conf'
import {
  type Preferences,
  type PreferencesChange,
  preferences,
  type RecentProject,
  recentProject,
  type WindowPlace,
  windowPlace,
} from '../../shared/contract/preferences.ts'
import { AppError } from '../../shared/errors.ts'
import type { Notice } from '../base/threadLink.ts'

/** What Conf and electron-store have in common: reading takes the file, setting replaces it. */
export type PreferencesFile = { store: Record<string, unknown> }
/** Opens `<dir>/preferences.json`, whose folder may not exist yet. Throws when the file is no JSON. */
export type OpenPreferencesFile = (dir: string) => PreferencesFile

export const PREFERENCES_NAME = 'preferences'
const MAX_RECENTS_COUNT = 20

export type PreferencesPlace = { dir: string; open?: OpenPreferencesFile; notify(notice: Notice): void }

export class UserPreferences {
  readonly #path: string
  readonly #file: PreferencesFile
  readonly #listeners = new Set<() => void>()

  constructor({ dir, open = openConf, notify }: PreferencesPlace) {
    this.#path = join(dir, `${PREFERENCES_NAME}.json`)
    try {
      this.#file = open(dir)
      void this.#file.store
    } catch (error) {
      const aside = putAside(this.#path)
      const where = aside === null ? '' : ` The old file is ${aside} now.`
      const message = `The preferences in ${this.#path} cannot be read (${reasonOf(error)}): the defaults hold.${where}`
      notify({ level: 'notice', code: 'preferences_unreadable', message })
      this.#file = aside === null ? { store: {} } : open(dir)
    }
  }

  read(): Preferences {
    return understood(this.#stored().preferences)
  }

  change(change: PreferencesChange): Preferences {
    const stored = this.#stored()
    this.#write({ ...stored, preferences: { ...asRecord(stored.preferences), ...change } })
    for (const listener of this.#listeners) listener()
    return this.read()
  }

  /** Called after each change by this process. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener)
  }

  /** Where the desktop's window was; null: never, or nowhere that can be understood. */
  windowPlace(): WindowPlace | null {
    return windowPlace.safeParse(this.#stored().window).data ?? null
  }

  rememberWindow(place: WindowPlace): void {
    this.#write({ ...this.#stored(), window: place })
  }

  /** The latest first. */
  recents(): RecentProject[] {
    const { recents } = this.#stored()
    return (Array.isArray(recents) ? recents : []).flatMap((recent) => recentProject.safeParse(recent).data ?? [])
  }

  remember(project: RecentProject): void {
    const others = this.recents().filter(({ dir }) => dir !== project.dir)
    this.#write({ ...this.#stored(), recents: [project, ...others].slice(0, MAX_RECENTS_COUNT) })
  }

  /** Another host may have written meanwhile, so the file is read each time. */
  #stored(): Record<string, unknown> {
    try {
      return this.#file.store
    } catch {
      return {} // broken while we run: the next start says so
    }
  }

  #write(value: Record<string, unknown>): void {
    try {
      this.#file.store = value
    } catch (error) {
      throw new AppError('disk_full', `the preferences cannot be written to ${this.#path}: ${reasonOf(error)}`, {
        cause: error,
      })
    }
  }
}

function openConf(dir: string): PreferencesFile {
  return new Conf({ cwd: dir, configName: PREFERENCES_NAME, configFileMode: 0o600 })
}

/** Each preference by itself: one that is wrong takes no other with it. */
function understood(stored: unknown): Preferences {
  const wellFormed = Object.entries(preferences.shape).flatMap(([name, schema]) => {
    const parsed = schema.safeParse(asRecord(stored)[name])
    return parsed.success ? [[name, parsed.data]] : []
  })
  return preferences.parse(Object.fromEntries(wellFormed))
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

/** Null when it cannot be moved either. */
function putAside(path: string): string | null {
  const aside = `${path}.unreadable`
  try {
    renameSync(path, aside)
    return aside
  } catch {
    return null
  }
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
