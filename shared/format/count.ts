/** Counts as the window, the command line and messages show them. */
const count = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** `12,431`: with a comma in every language of ours. */
export function formatCount(value: number): string {
  return count.format(value)
}
