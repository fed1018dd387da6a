/** Words of replay, compensation and batches in renderer/screens/repair. */
export const repair = {
  title: 'Repair',
}
