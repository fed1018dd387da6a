/** Resolves after so many milliseconds; at once when they are over already. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
