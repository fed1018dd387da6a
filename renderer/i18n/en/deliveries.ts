/** Words of the screen in renderer/screens/deliveries. */
export const deliveries = {
  title: 'Deliveries',
}
