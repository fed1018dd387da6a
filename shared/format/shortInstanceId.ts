/** `c-650c0ecc-bd5d91ee31ed481f962c` (FC.md section 1.4) as lists, tabs and prompts show it: `c-650c`. */
const SHOWN_CHARACTERS = 6

export const shortInstanceId = (instanceId: string): string => instanceId.slice(0, SHOWN_CHARACTERS)
