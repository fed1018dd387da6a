/** Loads what is native and uses it once: run by CI after an install that had no compiler. */
import Database from 'better-sqlite3'
import { spawn } from 'node-pty'

const row = new Database(':memory:').prepare<[], { version: string }>('SELECT sqlite_version() AS version').get()
console.log(`SQLite ${row?.version}`)

const pty = spawn(process.execPath, ['-e', 'console.log(String(process.stdout.isTTY))'], {})
let printed = ''
pty.onData((text) => (printed += text))
pty.onExit(() => console.log(`a pty says that it is one: ${printed.trim()}`))
