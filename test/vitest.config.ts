import { defineConfig } from 'vitest/config'

/** Electron's own package starts a download when it is imported: whoever imports it in a test gets the fake. */
const alias = [
  {
    find: /^electron(\/(main|common|renderer|utility))?$/,
    replacement: new URL('support/electron/electron.ts', import.meta.url).pathname,
  },
]

/**
 * Three projects: `unit` is part of `npm run check`; `integration` and `faults` start real processes, and wait for them
 * more than they compute.
 */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    retry: 0,
    projects: [
      { test: { name: 'unit', alias, include: ['test/unit/**/*.test.ts'], testTimeout: 10_000 } },
      {
        test: {
          name: 'integration',
          alias,
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'faults',
          alias,
          include: ['test/faults/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          maxWorkers: 3,
        },
      },
    ],
  },
})
