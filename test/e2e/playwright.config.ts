/**
 * The window in a real Chromium, on a real host with the sample project. Two at a time: each test starts a host
 * with threads and instances of its own. The page is built first (support/buildPage.ts).
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

/** TASKYARD_E2E_RESULTS: elsewhere, for two runs at the same time. */
const RESULTS = process.env.TASKYARD_E2E_RESULTS ?? join(import.meta.dirname, '../../test-results')
const CHROMIUM_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** TASKYARD_CHROMIUM names one; otherwise that of the system; none of them: Playwright's own, if it is there. */
const executablePath = process.env.TASKYARD_CHROMIUM ?? CHROMIUM_PATHS.find((path) => existsSync(path))

export default defineConfig({
  testDir: import.meta.dirname,
  testMatch: '**/*.spec.ts',
  outputDir: join(RESULTS, 'e2e'),
  globalSetup: join(import.meta.dirname, 'support/buildPage.ts'),
  retries: 0,
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: join(RESULTS, 'e2e.json') }]],
  use: {
    viewport: { width: 1280, height: 800 },
    colorScheme: 'dark',
    locale: 'en-US',
    actionTimeout: 20_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      args: ['--no-sandbox', '--disable-quic', '--password-store=basic'], // containers have no user namespaces
    },
  },
})
