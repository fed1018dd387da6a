/** The command line of the benchmarks. */
import { parseArgs } from 'node:util'

export type BenchOptions = {
  names: string[]
  runs: number
  isQuick: boolean
  isLarge: boolean
  withPeers: boolean
  asJson: boolean
}

export const USAGE = `npm run bench -- NAME… [options]

  --runs N   measure each subject N times, by turns (default 5)
  --quick    small sizes, one run: shows that the bench works, its figures mean little
  --large    lists at 5 million tasks instead of 1 million
  --peers    also BullMQ (where redis-server is installed) and pg-boss (where PostgreSQL is)
  --json     print one line of JSON for each figure instead of a table`

const DEFAULT_RUN_COUNT = 5

/** Throws an Error that says what is wrong with the arguments. */
export function parseOptions(args: string[], known: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      runs: { type: 'string' },
      quick: { type: 'boolean', default: false },
      large: { type: 'boolean', default: false },
      peers: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const names = positionals.includes('all') ? [...known] : positionals
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`there is no bench named ${unknown.join(', ')}`)
  if (names.length === 0) throw new Error(`name what to measure: ${known.join(', ')}, or all`)
  if (values.runs !== undefined && !/^[1-9]\d{0,2}$/.test(values.runs)) {
    throw new Error(`--runs is a whole number from 1 to 999, not '${values.runs}'`)
  }
  return {
    names,
    runs: values.quick ? 1 : Number(values.runs ?? DEFAULT_RUN_COUNT),
    isQuick: values.quick,
    isLarge: values.large,
    withPeers: values.peers,
    asJson: values.json,
  }
}
