/** Builds the window's page before all tests where it is older than its sources. */
import { buildWindow } from '../../../electron/cli/buildWindow.ts'

/** TASKYARD_E2E_BUILT=1: it is built already. */
export default async function buildPage(): Promise<void> {
  if (process.env.TASKYARD_E2E_BUILT !== '1') await buildWindow((text) => process.stdout.write(`${text}\n`))
}
