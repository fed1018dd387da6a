import type { metrics as en } from '../en/metrics.ts'
import type { Words } from '../words.ts'

export const metrics: Words<typeof en> = {
  title: '指标',
}
