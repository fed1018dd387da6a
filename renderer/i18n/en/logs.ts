/** Words of the screen of all logs; the type of every language. */
export const logs = {
  title: 'Logs',
}
