import { z } from 'zod'

/** What a user likes, on this machine and in every project. Nothing that affects tasks (DESIGN.md section 6). */
export const preferences = z.strictObject({
  theme: z.enum(['system', 'dark', 'light']).default('system'),
  language: z.enum(['system', 'en', 'zh-CN']).default('system'),
  density: z.enum(['comfortable', 'compact']).default('comfortable'), // rows of 44 or of 28 px
  clock: z.enum(['relative', 'absolute']).default('relative'), // how lists show instants
  isRailCollapsed: z.boolean().default(false),
  drawerWidthPixels: z.int().min(360).max(2_000).nullable().default(null), // null: the design's
  savedViews: z
    .array(z.strictObject({ name: z.string().min(1).max(40), query: z.string().max(1_000) }))
    .max(50)
    .default([]),
})
export type Preferences = z.output<typeof preferences>
