import { z } from 'zod'
import type { Body } from '../domain/body.ts'

/** A payload or a result. Each transport carries the bytes its own way; HTTP as `{"base64": …}`. */
export const body: z.ZodType<Body> = z.union([z.string(), z.instanceof(Uint8Array)])
