/** Words of the terminals in the dock; the type of every language. */
export const terminal = {
  title: 'Terminal',
}
