/** A list that lives: hundreds of changes a second, and no row moves under the pointer (UX.md section 4). */
import { client, connect } from '../../renderer/bridge/client.ts'
import { socketWire } from '../../renderer/bridge/socketWire.ts'
import { expect, test } from './support/workbench.ts'

const WATCH_MS = 5_000
const SUBMITS_PER_SECOND = 100

test('while tasks pour in, the row under the pointer stays where it is, and the new ones are counted', async ({
  page,
  host,
  shell,
  taskList,
}) => {
  const { url, token } = host.endpoint
  connect(socketWire({ baseUrl: url, token }))
  const submit = (index: number) =>
    client['tasks.submit']({ functionName: 'order-intake', payload: `{"id":"A-${index}","items":[]}` })
  for (let index = 0; index < 60; index++) await submit(index)
  await shell.goTo('Tasks')
  await expect(taskList.rows.first()).toContainText('Succeeded')
  const middle = await taskList.rows.nth(6).boundingBox()
  if (middle === null) throw new Error('the seventh row is not drawn')
  const point = { x: middle.x + 400, y: middle.y + middle.height / 2 }
  await page.mouse.move(point.x, point.y)

  const watched = page.evaluate(
    ({ x, y, forMs }) =>
      new Promise<{ seqs: (string | null)[]; tops: number[] }>((resolve) => {
        const seen = { seqs: new Set<string | null>(), tops: new Set<number>() }
        const untilMs = performance.now() + forMs
        const look = () => {
          const row = document.elementFromPoint(x, y)?.closest('[data-seq]')
          seen.seqs.add(row?.getAttribute('data-seq') ?? null)
          if (row) seen.tops.add(Math.round(row.getBoundingClientRect().top))
          if (performance.now() < untilMs) requestAnimationFrame(look)
          else resolve({ seqs: [...seen.seqs], tops: [...seen.tops] })
        }
        requestAnimationFrame(look)
      }),
    { ...point, forMs: WATCH_MS },
  )
  const startedMs = performance.now()
  for (let index = 0; performance.now() - startedMs < WATCH_MS; index++) {
    await submit(1_000 + index)
    const waitMs = startedMs + (index * 1_000) / SUBMITS_PER_SECOND - performance.now()
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs))
  }
  const { seqs, tops } = await watched
  expect(seqs).toHaveLength(1)
  expect(seqs).not.toContain(null)
  expect(tops).toHaveLength(1)
  await expect(taskList.newRows).toBeVisible()
})
