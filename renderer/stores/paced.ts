/** Reads at most once a second, for what need not follow every change: `follow` waits for the pause, too. */
import { SECOND_MS } from '../../shared/units/time.ts'
import { pause } from './pause.ts'

export const paced = (pull: () => Promise<void>) => async (): Promise<void> => {
  await pull()
  await pause(SECOND_MS)
}
