/** Where the bundled sample project lies. */
import { fileURLToPath } from 'node:url'

export const SAMPLE_DIR = fileURLToPath(new URL('../sample', import.meta.url))
