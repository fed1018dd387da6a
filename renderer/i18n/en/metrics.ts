/** Words of the charts and the screen of curves; the type of every language. */
export const metrics = {
  title: 'Metrics',
}
