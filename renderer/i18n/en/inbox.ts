/** Words of the screen in renderer/screens/inbox. */
export const inbox = {
  title: 'Inbox',
}
