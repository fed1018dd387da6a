/**
 * How the window is shown on this machine: Electron where its program is, else a Chromium without its bars,
 * else the default browser, else an address to copy. Pure: the caller has looked at the machine.
 */
export type WindowChoice =
  | { kind: 'electron' }
  | { kind: 'chromium'; path: string }
  | { kind: 'browser'; command: readonly [string, ...string[]] } // followed by the address
  | { kind: 'address'; reason: 'asked' | 'noDisplay' }

export type WindowFacts = {
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  hasElectron: boolean
  chromium: string | null
  wantsNoWindow: boolean // --no-window
  wantsBrowser: boolean // --browser
}

export function chooseWindow(facts: WindowFacts): WindowChoice {
  if (facts.wantsNoWindow) return { kind: 'address', reason: 'asked' }
  if (!hasDisplay(facts)) return { kind: 'address', reason: 'noDisplay' }
  if (facts.hasElectron && !facts.wantsBrowser) return { kind: 'electron' }
  if (facts.chromium !== null) return { kind: 'chromium', path: facts.chromium }
  return { kind: 'browser', command: openCommand(facts.platform) }
}

/** macOS and Windows always have one, unless somebody is there by SSH. */
export function hasDisplay({ platform, env }: Pick<WindowFacts, 'platform' | 'env'>): boolean {
  if (platform === 'darwin' || platform === 'win32') return env.SSH_CONNECTION === undefined
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

function openCommand(platform: NodeJS.Platform): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'] // `start` would split at &
  return ['xdg-open']
}

/** Asking for 100 MB is for people only: never in a script, in CI, or where nobody could see the window. */
export function mayFetchElectron(facts: WindowFacts & { isTerminal: boolean }): boolean {
  const { env, isTerminal, hasElectron, wantsBrowser, wantsNoWindow } = facts
  if (hasElectron || wantsBrowser || wantsNoWindow || !isTerminal) return false
  return !env.CI && hasDisplay(facts)
}

/**
 * Flags of a Chromium that shows nothing but our page, with a profile of its own that talks to nobody.
 * As root its sandbox cannot be had, and it refuses to start with it.
 */
export function chromiumArguments({ url, profileDir, isRoot }: { url: string; profileDir: string; isRoot: boolean }) {
  return [
    `--app=${url}`,
    `--user-data-dir=${profileDir}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--password-store=basic',
    '--window-size=1280,800',
    ...(isRoot ? ['--no-sandbox', '--test-type'] : []), // the second hides the bar that complains of the first
  ]
}
