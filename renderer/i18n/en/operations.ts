/** Words of the screen in renderer/screens/operations. */
export const operations = {
  title: 'Operator log',
}
