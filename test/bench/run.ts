/**
 * `npm run bench -- NAME…`: measures, and prints a table for each bench, or lines of JSON.
 *
 * The subjects of a bench take turns, run after run, each time in a new process, so that whatever else
 * the machine does meets all of them alike. Ends with 1 when something could not be measured; no figure,
 * however bad, is a failure.
 */
import { availableParallelism, cpus, loadavg } from 'node:os'
import type { Bench, Need, Subject } from './bench.ts'
import { benches } from './benches.ts'
import { figuresOf, jsonLines, type Sample } from './figures.ts'
import { measureSubject } from './measureSubject.ts'
import { type BenchOptions, parseOptions, USAGE } from './options.ts'
import { missingNeeds } from './peers/missingNeeds.ts'
import { tableOf } from './table.ts'

const tell = (text: string) => process.stderr.write(`${text}\n`)

process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  let options: BenchOptions
  try {
    options = parseOptions(
      args,
      benches.map(({ name }) => name),
    )
  } catch (error) {
    tell(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
    return 2
  }
  const chosen = benches.filter(({ name }) => options.names.includes(name))
  tell(
    `Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'processor'}, load ${loadavg()[0]?.toFixed(1)}. ` +
      'Durability: normal (synchronous=NORMAL: survives the death of any process, not a power loss).',
  )
  const missing = missingNeeds(
    options,
    chosen.flatMap(({ subjects }) => subjects),
  )
  for (const [need, reason] of missing) tell(`Without ${need}: ${reason}`)

  let isComplete = true
  for (const bench of chosen) if (!(await runBench(bench, options, missing))) isComplete = false
  return isComplete ? 0 : 1
}

async function runBench(bench: Bench, options: BenchOptions, missing: ReadonlyMap<Need, string>): Promise<boolean> {
  const subjects = bench.subjects.filter(({ needs }) => needs === undefined || !missing.has(needs))
  const samples: Sample[] = []
  const failed = new Set<Subject>()
  for (let run = 1; run <= options.runs; run++) {
    for (const subject of subjects.filter((one) => !failed.has(one))) {
      tell(`${bench.name} ${run}/${options.runs}: ${subject.name} …`)
      try {
        samples.push({ subject: subject.name, measurement: await measureSubject(bench, subject, options) })
      } catch (error) {
        failed.add(subject) // it would fail again
        tell(error instanceof Error ? error.message : String(error))
      }
    }
  }
  const figures = figuresOf(bench, samples)
  const lines = options.asJson ? jsonLines(bench, figures) : [tableOf(bench, figures)]
  for (const line of lines) console.log(line)
  return failed.size === 0
}
