/** The functions that the benchmarks run, as a project folder for `taskyard serve`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Does nothing. It may not run until `putConcurrency` lets it. */
export const HELD_NOOP = 'heldNoop'
/** Does nothing, at once. */
export const NOOP = 'noop'
/** Returns when it began, by the clock of wallClock.ts. */
export const STAMP = 'stamp'

/** Prints so many lines as its payload says. */
export const PRINTER = 'printer'

const NOOP_CODE = 'exports.handler = async () => "done"\n'
const STAMP_CODE = 'exports.handler = async () => String(performance.timeOrigin + performance.now())\n'
export const PRINT_LINES = `(count) => {
  for (let n = 0; n < count; n++) console.log('order %d was handled in %d ms by worker %d; nothing else is to be said', n, n % 977, n % 13)
}`
const PRINTER_CODE = `const print = ${PRINT_LINES}\nexports.handler = async (event) => print(Number(event))\n`

const FUNCTIONS: { name: string; code: string; isHeld: boolean }[] = [
  { name: HELD_NOOP, code: NOOP_CODE, isHeld: true },
  { name: NOOP, code: NOOP_CODE, isHeld: false },
  { name: STAMP, code: STAMP_CODE, isHeld: false },
  { name: PRINTER, code: PRINTER_CODE, isHeld: false },
]

export function writeBenchProject(dir: string): void {
  const resources = FUNCTIONS.map(({ name, isHeld }) =>
    [
      `  ${name}:`,
      '    component: fc3',
      '    props:',
      '      region: cn-hangzhou',
      `      functionName: ${name}`,
      '      runtime: nodejs20',
      '      handler: index.handler',
      `      code: ./${name}`,
      '      asyncInvokeConfig: { asyncTask: true }',
      ...(isHeld ? ['      concurrencyConfig: { reservedConcurrency: 0 }'] : []),
    ].join('\n'),
  )
  mkdirSync(dir, { recursive: true })
  writeFileSync(
    join(dir, 's.yaml'),
    `edition: 3.0.0\nname: bench\naccess: default\nresources:\n${resources.join('\n')}\n`,
  )
  for (const { name, code } of FUNCTIONS) {
    mkdirSync(join(dir, name), { recursive: true })
    writeFileSync(join(dir, name, 'index.js'), code)
  }
}
