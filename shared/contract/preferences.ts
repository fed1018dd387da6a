import { z } from 'zod'

const fields = {
  theme: z.enum(['system', 'dark', 'light']),
  language: z.enum(['system', 'en', 'zh-CN']),
  density: z.enum(['comfortable', 'compact']), // rows of 44 or of 28 px
  clock: z.enum(['relative', 'absolute']), // how lists show instants
  isRailCollapsed: z.boolean(),
  drawerWidthPixels: z.int().min(360).max(2_000).nullable(), // null: the design's
  dockHeightPixels: z.int().min(120).max(2_000).nullable(), // null: the design's
  copiesOnSelect: z.boolean(), // in terminals
  isTerminalSpoken: z.boolean(), // what a terminal prints is there for a screen reader, too
  knowsTerminalRisk: z.boolean(), // that a terminal is in the real process
  savedViews: z.array(z.strictObject({ name: z.string().min(1).max(40), query: z.string().max(1_000) })).max(50),
}

/** What a user likes, on this machine and in every project. Nothing that affects tasks (DESIGN.md section 6). */
export const preferences = z.strictObject({
  theme: fields.theme.default('system'),
  language: fields.language.default('system'),
  density: fields.density.default('comfortable'),
  clock: fields.clock.default('relative'),
  isRailCollapsed: fields.isRailCollapsed.default(false),
  drawerWidthPixels: fields.drawerWidthPixels.default(null),
  dockHeightPixels: fields.dockHeightPixels.default(null),
  copiesOnSelect: fields.copiesOnSelect.default(false),
  isTerminalSpoken: fields.isTerminalSpoken.default(false),
  knowsTerminalRisk: fields.knowsTerminalRisk.default(false),
  savedViews: fields.savedViews.default([]),
})
export type Preferences = z.output<typeof preferences>

/** Made of the fields without their defaults: a partial of the above would set what is not named. */
export const preferencesChange = z.strictObject(fields).partial()
export type PreferencesChange = z.output<typeof preferencesChange>

/** A project that was opened on this machine. */
export const recentProject = z.object({
  dir: z.string(),
  name: z.string(),
  functionCount: z.int(),
  openedAtMs: z.int(),
})
export type RecentProject = z.output<typeof recentProject>

/** Where the desktop's window was when it was closed last, in CSS pixels. */
export const windowPlace = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  isMaximized: z.boolean(),
})
export type WindowPlace = z.output<typeof windowPlace>
