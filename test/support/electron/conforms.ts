/** Holds fakes to the types of what they stand for: tsc compares each member with electron.d.ts. */
import type { EventEmitter } from 'node:events'

/**
 * `Fake` itself when every member of it could stand in for the one of `Real` that has its name; else a
 * type that it does not fit. Left out are the members that every emitter has, `seen` (what the fake lets
 * tests look at) and `Except` (members that are fakes themselves and are held to their own type).
 */
export type Conforms<Fake, Real, Except extends keyof Fake = never> = {
  [Name in Exclude<keyof Fake, keyof EventEmitter | 'seen' | Except>]: Name extends keyof Real ? Real[Name] : never
}

/** `const _: Fits<Fake, Real> = true` compiles when the fake conforms. */
export type Fits<Fake, Real, Except extends keyof Fake = never> =
  Fake extends Conforms<Fake, Real, Except> ? true : false
