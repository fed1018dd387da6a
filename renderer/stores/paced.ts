/** Reads at most once a second, for what need not follow every change: `follow` waits for the pause, too. */
import { SECOND_MS } from '../../shared/units/time.ts'

export const paced = (pull: () => Promise<void>) => async (): Promise<void> => {
  await pull()
  await new Promise((resolve) => setTimeout(resolve, SECOND_MS))
}
