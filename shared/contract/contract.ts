/**
 * A contract is a table: method → what goes in, what comes out, and how the command line does it. The
 * answering side, the asking side and the routes are derived from it (DESIGN.md section 7).
 */
import type { z } from 'zod'
import type { WireError } from '../errors.ts'

export type Method = {
  description: string
  input: z.ZodType
  output: z.ZodType
  /** The command that does the same, or why there is none. */
  cli: { command: string } | { none: string }
}
export type Contract = Record<string, Method>

type Handler<M extends Method> = (input: z.output<M['input']>) => z.input<M['output']> | Promise<z.input<M['output']>>
type Call<M extends Method> = (input: z.input<M['input']>) => Promise<z.output<M['output']>>
export type Handlers<C extends Contract> = { [M in keyof C]: Handler<C[M]> }
export type Client<C extends Contract> = { [M in keyof C]: Call<C[M]> }

/** Failure is a value on the wire; a thrown error would reach the other side without its code. */
export type Reply = { ok: true; value: unknown } | { ok: false; error: WireError }
/** One round trip. HTTP implements it; nothing above knows what is in use. */
export type Transport = (method: string, input: unknown) => Promise<Reply>
