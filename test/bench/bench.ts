/**
 * What a benchmark is: subjects that are measured by turns and give figures of the same names, so that
 * ours can be set against the others of the same run.
 *
 * A figure's last word is its unit, and tells which way is better: more `per_second`, less of anything else.
 */
export type Measurement = Record<string, number>

export type RunSize = { isQuick: boolean; isLarge: boolean }

export type Subject = {
  name: string
  /** A subject of ours is set against those of the other kinds. */
  kind: 'ours' | 'limit' | 'peer'
  /** What has to be there; without it the subject is left out, and the report says so. */
  needs?: Need
  measure(size: RunSize): Promise<Measurement>
}
/** `peers`: the packages that the bench installs beside us. */
export type Need = 'peers' | 'redis' | 'postgres'

/** What we want to reach. Against nobody it is the value itself. */
export type Target = { figure: string; times: number; against: string | null }

export type Bench = {
  name: string
  /** One sentence on what is measured. */
  about: string
  /** What a reader must know to judge the figures. */
  notes: string[]
  subjects: Subject[]
  targets: Target[]
}

export const isMoreBetter = (figure: string) => figure.endsWith('_per_second')
