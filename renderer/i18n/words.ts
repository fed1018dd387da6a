/**
 * The type of a catalogue in another language: the same keys. Plural forms end in `_one` and `_other`
 * (i18next's form); a language needs only those that it has, so `_one` may be missing.
 */
export type Words<T> = {
  [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Words<T[K]>
} & {
  [K in keyof T as K extends `${string}_one` ? K : never]?: string
}
