/** Entry of the command line. */
import { outliveReaders } from './base/standardStreams.ts'
import { runCommandLine } from './cli/commandLine.ts'

outliveReaders()
process.exitCode = await runCommandLine(process.argv.slice(2))
