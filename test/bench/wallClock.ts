/** The instant in epoch milliseconds with fractions: the same clock in every process of the machine. */
export const wallMs = () => performance.timeOrigin + performance.now()
