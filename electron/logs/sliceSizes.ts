/** How large a slice of captured output may be. */
import { MIB_BYTES } from '../../shared/units/bytes.ts'

export const MAX_SLICE_BYTES = MIB_BYTES
export const ROW_OVERHEAD_BYTES = 128 // bounds the number of tiny rows in a slice, too
