/** Words of the overview; the type of every language. */
export const overview = {
  title: 'Overview',
}
