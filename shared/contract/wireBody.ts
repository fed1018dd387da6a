import { z } from 'zod'

/** A payload or a result in JSON: text as it is, other bytes in base64. */
export const wireBody = z.union([z.string(), z.strictObject({ base64: z.base64() })])
export type WireBody = z.output<typeof wireBody>
