/** Output out of the ordinary, and a log that breaks while the stream of all functions is looked at. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LogsPage } from './support/LogsPage.ts'
import { takePictures } from './support/pictures.ts'
import { order, TasksOfTest } from './support/tasks.ts'
import { expect, test } from './support/workbench.ts'

const FLOOD_SECONDS = 4
const PRINTS = `  if (shop === 'flood') {
    const untilMs = Date.now() + hours * 1_000
    for (let line = 0; Date.now() < untilMs; await sleep(10)) {
      let text = ''
      for (const end = line + 2_000; line < end; line++) text += \`flood line \${line}\\n\`
      process.stdout.write(text)
    }
    return process.stdout.write('the flood is over\\n')
  }
  if (shop === 'long') {
    process.stdout.write(\`\${'x'.repeat(9_000)}second\${'x'.repeat(5_000_000)}needle\${'y'.repeat(5_000_000)}\\n\`)
    process.stdout.write(Buffer.from([0, 27, 7, 255, 254, 10]))
    return process.stdout.write('after the long line\\n')
  }
  let soldCount = 0`
test.use({ project: { edits: [{ path: 'code/report/index.js', before: '  let soldCount = 0', after: PRINTS }] } })

const reportOf = (shop: string) => ({
  functionName: 'order-report',
  taskId: `${shop}_1`,
  payload: JSON.stringify({ shop, hours: FLOOD_SECONDS }),
})

test('lines of ten megabytes, bytes that are no text, and a flood', async ({ page, host, shell }) => {
  test.setTimeout(180_000)
  const tasks = new TasksOfTest(host)
  const logs = new LogsPage(page)
  await shell.goTo('Logs')
  await tasks.submit(reportOf('long'))

  await test.step('follows over a line of ten megabytes, and marks what cannot be seen', async () => {
    await expect(logs.line('after the long line')).toBeVisible()
    await expect(logs.line('U+0000')).toBeVisible()
    await logs.expectAtEnd()
  })

  await test.step('goes to a match in what is loaded of a long line, and shows it', async () => {
    await logs.search.fill('second')
    await expect(logs.hits).toHaveText('1 match')
    await logs.search.press('Enter')
    await expect(logs.line('characters before').locator('mark')).toHaveText('second')
    await expect(logs.line('characters before').locator('mark')).toBeInViewport()
  })

  await test.step('says where a match is that stands in the rest, and reads on behind the line', async () => {
    await logs.search.fill('needle')
    await expect(logs.hits).toHaveText('1 match')
    await logs.search.press('Enter')
    await expect(logs.line('The match is character 5,009,007.')).toBeVisible()
    await expect(logs.line('after the long line')).toBeVisible()
    await takePictures(page, 'logs-long-line')
    await logs.search.fill('')
  })

  await test.step('stays at the end of a flood', async () => {
    await logs.stream.focus()
    await page.keyboard.press('End')
    await tasks.submit(reportOf('flood'))
    await expect(logs.line('the flood is over')).toBeVisible({ timeout: 30_000 })
    await logs.expectAtEnd()
  })

  await test.step('goes to the first line of all that is stored, and back to the end', async () => {
    await page.keyboard.press('Home')
    await expect(logs.line('FC Invoke Start').first()).toBeVisible()
    await expect(logs.line(/^.{0,60}x{100}/)).toBeVisible()
    await page.keyboard.press('End')
    await expect(logs.line('the flood is over')).toBeVisible()
    await logs.expectAtEnd()
  })

  await test.step('keeps the place of wrapped lines while earlier ones are read', async () => {
    await logs.button('Wrap long lines').click()
    const heightOf = () => logs.stream.evaluate(({ scrollHeight }) => scrollHeight)
    const topLine = () =>
      logs.stream.evaluate((stream) => {
        const { top } = stream.getBoundingClientRect()
        const rows = [...stream.querySelectorAll('[data-stream]')]
        const first = rows.find((row) => row.getBoundingClientRect().bottom > top + 1)
        return Number(/flood line (\d+)/.exec(first?.textContent ?? '')?.[1])
      })
    const scrollTo = (top: number) => logs.stream.evaluate((stream, pixels) => stream.scrollTo({ top: pixels }), top)
    await logs.stream.hover()
    await page.mouse.wheel(0, -1_000)
    await expect(logs.follow).toBeVisible()
    await scrollTo(8_000) // farther from the beginning than where more is read
    await expect.poll(topLine).toBeGreaterThan(0)
    const before = { line: await topLine(), height: await heightOf() }
    await page.mouse.wheel(0, -2_600)
    await expect.poll(heightOf).toBeGreaterThan(before.height)
    const moved = async () => before.line - (await topLine())
    await expect.poll(moved).toBeGreaterThan(120)
    expect(await moved()).toBeLessThan(140) // 130 lines of 20 pixels
  })

  await test.step('goes by the picture of volume, from the keyboard, also to what is loaded', async () => {
    await page.keyboard.press('End')
    await page
      .getByRole('group', { name: /^Lines written/ })
      .getByRole('button', { disabled: false })
      .first()
      .focus()
    await page.keyboard.press('Enter')
    await expect(logs.line('FC Invoke Start').first()).toBeVisible()
    await expect(logs.follow).toBeVisible()
  })

  await test.step('gives Enter to the button that has the focus', async () => {
    await logs.line('FC Invoke Start').first().click()
    await logs.button(/^Instance$/).focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/#\/instances\/c-/)
    await page.goBack()
    await expect(logs.line('FC Invoke Start').first()).toBeVisible()
  })
  expect(shell.complaints).toEqual([])
})

test('a log that is found damaged: says so and where it is, and goes on with a new one', async ({
  page,
  host,
  shell,
}) => {
  const tasks = new TasksOfTest(host)
  const logs = new LogsPage(page)
  await tasks.submit({ functionName: 'order-intake', taskId: 'before', payload: order(1) })
  await tasks.untilState('Succeeded', { functionName: 'order-intake', taskId: 'before' })
  await shell.goTo('Logs')
  await expect(logs.line('A-1001').first()).toBeVisible()

  await host.kill()
  await expect(page.getByText(/connecting again/i).first()).toBeVisible()
  await expect(logs.line('A-1001').first()).toBeVisible()
  rmSync(join(host.workspaceDir, 'logs.db-wal'), { force: true }) // or SQLite would mend the file from it
  writeFileSync(join(host.workspaceDir, 'logs.db'), 'this is no database, but there was one here. '.repeat(200))
  await host.start()
  await expect(page.getByText(/The log database was damaged at .* is in .*logs\.db\.damaged-1/)).toBeVisible()
  await expect(logs.line('A-1001')).toHaveCount(0)

  await new TasksOfTest(host).submit({ functionName: 'order-intake', taskId: 'after', payload: order(2) })
  await expect(logs.line('A-1002').first()).toBeVisible()
  await takePictures(page, 'logs-damaged')
})
