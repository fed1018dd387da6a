import type { deliveries as en } from '../en/deliveries.ts'
import type { Words } from '../words.ts'

export const deliveries: Words<typeof en> = {
  title: '投递',
}
