#!/usr/bin/env node
'use strict'
/**
 * Finds a Node that Taskyard runs on and starts the rest under it. Any Node from 18 on can run this
 * file; nothing else may run there, because better-sqlite3 dies of SIGSEGV on Node 20, silently.
 *
 *   node electron/launcher.cjs <taskyard command…>
 *   node electron/launcher.cjs --run <script of this project> [arguments…]
 *
 * Installs the packages first when they are missing or older than the lock file. Forwards signals
 * and the exit code. The program never outlives this launcher: the kernel tells it (setpriv, Linux),
 * else a channel whose end this same file, preloaded into the program, takes as SIGTERM.
 * Exits with 5 when it cannot start the program (electron/cli/exitCodes.ts).
 */
const { spawn, spawnSync } = require('node:child_process')
const { existsSync, readFileSync, statSync } = require('node:fs')
const path = require('node:path')
const { isMainThread } = require('node:worker_threads')

const CANNOT_START = 5
const WATCH_VARIABLE = 'TASKYARD_WATCH_LAUNCHER'
const isWindows = process.platform === 'win32'
const projectDir = path.dirname(__dirname)

if (require.main === module) launch(process.argv.slice(2))
else if (isMainThread && process.env[WATCH_VARIABLE]) watchLauncher()

function launch(args) {
  installIfStale()
  keepCompiledCode()
  const node = findNode()
  const [script, ...rest] =
    args[0] === '--run'
      ? [path.resolve(projectDir, args[1] ?? ''), ...args.slice(2)]
      : [path.join(__dirname, 'cli.ts'), ...args]
  if (endsWithParent()) {
    forward(spawn('setpriv', ['--pdeathsig', 'TERM', '--', node, script, ...rest], { stdio: 'inherit' }))
  } else {
    const stdio = ['inherit', 'inherit', 'inherit', 'ipc']
    const env = { ...process.env, [WATCH_VARIABLE]: '1' }
    forward(spawn(node, ['--require', __filename, script, ...rest], { stdio, env }))
  }
}

// ---- the packages

function installIfStale() {
  const why = staleReason()
  if (why === null) return
  process.stderr.write(`taskyard: ${why}; running "npm ci" (once, about a minute) …\n`)
  // npm's output goes to stderr: stdout belongs to the command. Its warnings about Node's version are for tools
  // that never run under this Node.
  const { status, error } = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: projectDir,
    stdio: ['ignore', 2, 2],
    shell: isWindows,
  })
  if (error) giveUp(`npm could not be started (${error.message}): install npm, then run "npm ci" in ${projectDir}`)
  if (status !== 0) giveUp(`"npm ci" failed, see above: mend that and run it again in ${projectDir}`)
}

function staleReason() {
  const lockPath = path.join(projectDir, 'package-lock.json')
  const installedPath = path.join(projectDir, 'node_modules', '.package-lock.json')
  if (!existsSync(lockPath)) return null // installed as a package: npm has seen to it
  if (!existsSync(installedPath)) return 'the packages are not installed yet'
  if (statSync(installedPath).mtimeMs >= statSync(lockPath).mtimeMs) return null
  // A checkout may touch the lock file without changing it: the contents decide.
  const wanted = JSON.parse(readFileSync(lockPath, 'utf8')).packages
  const installed = JSON.parse(readFileSync(installedPath, 'utf8')).packages
  const isSame = (key) => wanted[key]?.integrity === installed[key].integrity
  const isMissing = (key) => key !== '' && !wanted[key].optional && installed[key] === undefined
  if (Object.keys(installed).every(isSame) && !Object.keys(wanted).some(isMissing)) return null
  return 'the packages are older than package-lock.json'
}

/**
 * Node keeps what it has compiled, types stripped, and starts a quarter faster the next time. In our own folder: code
 * of others must not get there.
 */
function keepCompiledCode() {
  process.env.NODE_COMPILE_CACHE ??= path.join(projectDir, 'node_modules', '.cache', 'compiled')
}

// ---- the interpreter

/** The one that npm brought for this system, else this one, else the first on PATH that is new enough. */
function findNode() {
  const name = isWindows ? 'node.exe' : 'node'
  const onPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter(Boolean)
    .map((dir) => path.join(dir, name))
  const found = []
  for (const candidate of [bundledNode(name), process.execPath, ...onPath]) {
    if (candidate === null || !existsSync(candidate)) continue
    const version = candidate === process.execPath ? process.version : versionOf(candidate)
    if (isNewEnough(version)) return candidate
    found.push(`${candidate} (${version ?? 'does not run'})`)
  }
  return giveUp(
    [
      'Taskyard needs Node 24 (22.22 or later works too). Found only:',
      ...[...new Set(found)].map((line) => `  ${line}`),
      'Install Node 24 from https://nodejs.org or your package manager and put it on PATH.',
      'On Linux, and on Windows with an x64 processor, "npm ci" brings a fitting one by itself.',
    ].join('\n'),
  )
}

function bundledNode(name) {
  const os = isWindows ? 'win' : process.platform
  try {
    return path.join(path.dirname(require.resolve(`node-${os}-${process.arch}/package.json`)), 'bin', name)
  } catch {
    return null // no such package for this system
  }
}

function versionOf(node) {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8', timeout: 10_000 })
  return status === 0 ? stdout.trim() : null
}

/** chokidar sets the minimum; 23 never got there. */
function isNewEnough(version) {
  const [major, minor] = (/^v(\d+)\.(\d+)/.exec(version ?? '') ?? []).slice(1).map(Number)
  return major >= 24 || (major === 22 && minor >= 22)
}

// ---- the bond between launcher and program

function endsWithParent() {
  if (process.platform !== 'linux') return false
  return spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true']).status === 0
}

function forward(child) {
  // A terminal sends Ctrl-C to the whole group: forwarded, it would arrive twice.
  const hasTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal === 'SIGINT' && hasTerminal) return
      if (isWindows)
        child.disconnect() // a signal would end it unasked
      else child.kill(signal)
    })
  }
  child.on('error', (error) => giveUp(`the program could not be started: ${error.message}`))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

/** Runs inside the program: when the launcher is gone, so is the other end of the channel. */
function watchLauncher() {
  delete process.env[WATCH_VARIABLE] // not for this program's own children
  process.on('disconnect', () => {
    if (!process.emit('SIGTERM')) process.exit(143)
  })
  process.channel?.unref()
}

function giveUp(message) {
  process.stderr.write(`taskyard: ${message}\n`)
  process.exit(CANNOT_START)
}
