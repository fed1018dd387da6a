/**
 * A contract is a table: name → what goes in, what comes out, and how the command line does it. The
 * answering side, the asking side, the HTTP routes and their document are derived from it (DESIGN.md
 * section 7). It knows two kinds: a method is answered once; a stream gives its latest value again and
 * again, and holds back no more than one.
 */
import type { z } from 'zod'
import type { WireError } from '../errors.ts'

type Spoken = {
  description: string
  input: z.ZodType
  /** The command that does the same, or why there is none. */
  cli: { command: string } | { none: string }
}
export type Method = Spoken & { output: z.ZodType }
export type Stream = Spoken & { item: z.ZodType }
export type Contract = Record<string, Method | Stream>

export type MethodName<C extends Contract> = { [N in keyof C]: C[N] extends Method ? N : never }[keyof C] & string
export type StreamName<C extends Contract> = { [N in keyof C]: C[N] extends Stream ? N : never }[keyof C] & string

/** What an AbortSignal promises, for code that may run anywhere. */
export type CancelSignal = {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

export type InputOf<S extends Spoken> = z.input<S['input']>
export type OutputOf<M extends Method> = z.output<M['output']>
export type ItemOf<S extends Stream> = z.output<S['item']>

/** `signal` is aborted when the asking side no longer wants the answer, or is gone. */
type Handle<M extends Method> = (
  input: z.output<M['input']>,
  signal: CancelSignal,
) => z.input<M['output']> | Promise<z.input<M['output']>>
/** Runs until `signal` is aborted; `emit` replaces a value that was not taken yet. */
type Produce<S extends Stream> = (
  input: z.output<S['input']>,
  emit: (item: z.input<S['item']>) => void,
  signal: CancelSignal,
) => Promise<void>
export type Handlers<C extends Contract> = {
  [N in keyof C]: C[N] extends Method ? Handle<C[N]> : C[N] extends Stream ? Produce<C[N]> : never
}

type Call<M extends Method> = (input: InputOf<M>, signal?: CancelSignal) => Promise<OutputOf<M>>
export type Client<C extends Contract> = { [N in MethodName<C>]: C[N] extends Method ? Call<C[N]> : never }

/** Failure is a value on the wire; a thrown error would reach the other side without its code. */
export type Reply = { ok: true; value: unknown } | { ok: false; error: WireError }
/** One round trip. HTTP, sockets and ports implement it; nothing above knows what is in use. */
export type Transport = (method: string, input: unknown, signal?: CancelSignal) => Promise<Reply>
