/** Words of the screen of instances and the page of one; the type of every language. */
export const instances = {
  title: 'Instances',
}
