/**
 * node-pty, loaded so that it finds its own helper in a packaged app. It takes itself to lie in app.asar and looks
 * for its spawn-helper, which macOS needs, in app.asar.unpacked. We load it from there (base/unpacked.ts), and it
 * would look in app.asar.unpacked.unpacked: so it is told of the place in app.asar.
 */
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import type * as NodePty from 'node-pty'

const require = createRequire(import.meta.url)
const UTILS = 'node-pty/lib/utils.js'

/** Not in node-pty's types; its version is pinned. */
type Utils = { loadNativeModule(name: string): { dir: string; module: unknown } }

const utils: Utils = require(UTILS)
const libDir = dirname(require.resolve(UTILS))
if (libDir.includes('app.asar.unpacked')) {
  const { loadNativeModule } = utils
  utils.loadNativeModule = (name) => {
    const { dir, module } = loadNativeModule(name)
    return { dir: resolve(libDir, dir).replace('app.asar.unpacked', 'app.asar'), module }
  }
}

export const nodePty: typeof NodePty = require('node-pty')
