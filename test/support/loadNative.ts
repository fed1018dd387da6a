/** Loads what is native and uses it once: run by CI after an install that had no compiler. */
import Database from 'better-sqlite3'

const row = new Database(':memory:').prepare<[], { version: string }>('SELECT sqlite_version() AS version').get()
console.log(`SQLite ${row?.version}`)
