/** What the stream of logs is narrowed to in the window. Pure. */
export type StreamFilter = { functions: readonly string[]; instanceId: string | null }

/** As the contract has it: what narrows nothing is left out. */
export const filterOf = ({ functions, instanceId }: StreamFilter) => ({
  ...(functions.length > 0 && { functions: [...functions] }),
  ...(instanceId !== null && { instanceId }),
})

/** The same for filters that keep the same. */
export const filterName = ({ functions, instanceId }: StreamFilter): string =>
  `${instanceId ?? ''} ${functions.join(',')}`
