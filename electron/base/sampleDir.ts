/** Where the bundled sample project lies. */
import { fileURLToPath } from 'node:url'
import { unpacked } from './unpacked.ts'

export const SAMPLE_DIR = fileURLToPath(unpacked(new URL('../sample', import.meta.url)))
