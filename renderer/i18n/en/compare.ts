/** Words of the screen in renderer/screens/compare. */
export const compare = {
  title: 'Compare',
}
