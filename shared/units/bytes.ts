/** Sizes: `…Bytes` is a count of bytes; 1 KiB is 1024 bytes and in code we never write "KB". */
export const KIB_BYTES = 1_024
export const MIB_BYTES = 1_024 * KIB_BYTES
export const GIB_BYTES = 1_024 * MIB_BYTES
