/** One subject of one bench, measured once in a process of its own: the measurement goes to the parent. */
import type { RunSize } from './bench.ts'
import { benches } from './benches.ts'

const [benchName, subjectName, size = '{}'] = process.argv.slice(2)
const subject = benches.find(({ name }) => name === benchName)?.subjects.find(({ name }) => name === subjectName)
if (subject === undefined) throw new Error(`bench ${benchName} has no subject ${subjectName}`)

// the run was given up, or took too long: what was started here ends with it
for (const event of ['disconnect', 'SIGTERM', 'SIGINT']) process.on(event, () => process.exit(1))
const measurement = await subject.measure(JSON.parse(size) as RunSize) // run.ts passes exactly this
process.send?.(measurement, () => process.exit(0))
