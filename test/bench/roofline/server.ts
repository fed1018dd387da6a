/**
 * The roofline behind a plain HTTP server, in a process of its own as a host is: takes jobs with the same
 * requests as the FC API, but verifies nothing. Tells its parent the port, and what was done when asked.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Roofline } from './roofline.ts'

export type RooflineStatus = { finishedCount: number; walMaxBytes: number }

const [dir = '', mode = 'hold'] = process.argv.slice(2)
const roofline = await Roofline.start(dir)
if (mode === 'run') roofline.run()

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', async () => {
    const seq = await roofline.submit(Buffer.concat(chunks).toString())
    response.writeHead(202, { 'x-fc-async-task-id': String(seq), 'content-length': 0 }).end()
  })
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port)) // of a TCP server
process.on('message', () => {
  const { finishedCount, walMaxBytes } = roofline
  process.send?.({ finishedCount, walMaxBytes } satisfies RooflineStatus)
})
process.on('disconnect', () => void roofline.close().then(() => process.exit(0)))
