/** A terminal inside the instance of a task that runs: from the task, in two windows, through a flood, to its end. */
import { clientOf } from '../../electron/cli/consoleClient.ts'
import { look } from './support/axe.ts'
import { TerminalPage } from './support/TerminalPage.ts'
import { TasksOfTest } from './support/tasks.ts'
import { expect, test } from './support/workbench.ts'

const EDITS = [
  { path: 'code/notify/index.js', before: 'STEP_MS = 250', after: 'STEP_MS = 60_000' },
  {
    path: 'code/notify/index.js',
    before: '  const order =',
    after: "  require('node:fs').writeFileSync('/tmp/made-by-handler', 'made by the handler')\n  const order =",
  },
  { path: 's.yaml', before: 'timeout: 10', after: 'timeout: 600' },
]
test.use({ project: { edits: EDITS } })

const FLOOD_WITHIN_MS = 120_000 // 6 MB with the returns that a terminal adds; on a machine that is busy

const HOLD_MINUTES = 10
const PAYLOAD = '{"id":"A-1","customer":{"email":"ada@customers.example"}}'
/** Of the process that runs the handler. */
const KILL = 'kill -9 $(ps -eo pid,comm | awk \'$2 == "node" {print $1}\')'
const TASK = { functionName: 'order-notify', taskId: 'slow_1' }

test('a terminal in the instance of a running task', async ({ page, context, host, shell, drawer, taskList }) => {
  test.setTimeout(FLOOD_WITHIN_MS + 120_000)
  const tasks = new TasksOfTest(host)
  const terminal = new TerminalPage(page)
  await clientOf(host.endpoint)['functions.setHold']({ functionName: TASK.functionName, minutes: HOLD_MINUTES })
  await tasks.submit({ ...TASK, payload: PAYLOAD })
  await tasks.untilState('Running', TASK)

  await test.step('logs in from the task', async () => {
    await shell.open('#/tasks')
    await taskList.open('slow_1')
    await drawer.expectState('Running', 'slow_1')
    await page.keyboard.press('t')
    await expect(terminal.tabs).toHaveCount(1)
    await expect(terminal.notice).toContainText('Inside a running instance. It works on a task now')
    await expect(terminal.keyboard).toBeFocused()
    await terminal.understood.click()
    await expect(terminal.understood).toBeHidden()
  })

  await test.step('is inside it', async () => {
    await terminal.enter('echo "in $FC_FUNCTION_NAME, $((40 + 2))"; cat /tmp/made-by-handler')
    await terminal.expectText('in order-notify, 42')
    await terminal.expectText('made by the handler')
  })

  await test.step('gives the shell its keys, and finds its way out', async () => {
    await terminal.keyboard.focus()
    await page.keyboard.type('echo one two')
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Control+k') // cuts the line: it is not the palette
    await page.keyboard.type('echo cut-$((1 + 1))')
    await page.keyboard.press('Enter')
    await terminal.expectText('cut-2')
    await page.keyboard.press('ControlOrMeta+F6')
    await expect(terminal.tabs.getByRole('button').first()).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(terminal.keyboard).toBeFocused()
  })

  await test.step('searches what it shows', async () => {
    await page.keyboard.press('ControlOrMeta+f')
    const field = terminal.pane.getByRole('textbox', { name: 'Find in the terminal' })
    await field.fill('order-[a-z]+')
    await expect(terminal.pane.getByText('not found')).toBeVisible()
    await terminal.button('Regular expression').click()
    await expect(terminal.pane.getByText(/^\d+ of \d+$/)).toBeVisible()
    await look(page, 'terminal-find')
    await field.press('Escape')
    await expect(terminal.keyboard).toBeFocused()
  })

  await test.step('looks as it was drawn, and keeps nobody out', async () => {
    await look(page, 'terminal')
  })

  await test.step('lets a flood through, and the window goes on', async () => {
    await terminal.enter('yes | head -c 4000000; echo flood-$((6 * 7))')
    await shell.goTo('Functions')
    await shell.goTo('Tasks')
    await terminal.expectText('flood-42', FLOOD_WITHIN_MS)
    await terminal.enter('yes')
    await terminal.expectText('yyyyyy') // it runs: what was typed has one
    await page.keyboard.press('Control+c')
    await terminal.enter('echo stopped-$((6 * 7))')
    await terminal.expectText('stopped-42')
  })

  await test.step('is there again after the window was loaded again', async () => {
    await page.reload()
    await expect(terminal.tabs).toHaveCount(1)
    await terminal.expectText('stopped-42')
  })

  await test.step('is the same in a second window', async () => {
    const other = await context.newPage()
    await other.goto(host.pageUrl())
    const second = new TerminalPage(other)
    await second.button('Terminal').first().click()
    await second.expectText('stopped-42')
    await second.enter('echo from-the-second-$((6 * 7))')
    await terminal.expectText('from-the-second-42')
    await other.close()
  })

  await test.step('opens another one in the same instance', async () => {
    await terminal.button('Another terminal in this instance').click()
    await expect(terminal.tabs).toHaveCount(2)
    await terminal.enter('echo second-tab-$((6 * 7))')
    await terminal.expectText('second-tab-42')
    await terminal.enter('exit')
    await expect(terminal.tabs.getByText('ended')).toBeVisible()
    await terminal.tabs
      .nth(1)
      .getByRole('button', { name: /^Close the terminal/ })
      .click()
    await expect(terminal.tabs).toHaveCount(1)
  })

  await test.step('stays in what is left when the instance is killed from inside, and task and terminal say so', async () => {
    await terminal.enter(KILL)
    await expect(terminal.notice).toContainText('What was left of an instance that failed')
    await taskList.open('slow_1')
    await expect(drawer.of('slow_1')).toContainText('Process exited unexpectedly before completing request')
    await terminal.button('Another terminal in this instance').click()
    await expect(terminal.tabs).toHaveCount(2)
    await terminal.enter('cat /tmp/made-by-handler; echo; echo left-$((6 * 7))')
    await terminal.expectText('left-42')
    await terminal.expectText('made by the handler')
    await look(page, 'terminal-held')
  })

  await test.step('stands beside the latest lines and the problems, as high as the user likes', async () => {
    await terminal.button('Logs').click()
    await expect(terminal.dock.getByRole('list', { name: 'The latest lines of all functions' })).toContainText(
      'looking up the address',
    )
    await look(page, 'dock-logs')
    const edge = terminal.dock.getByRole('separator', { name: 'Height of the dock' })
    const heightBefore = Number(await edge.getAttribute('aria-valuenow'))
    await edge.focus()
    await page.keyboard.press('Shift+ArrowUp')
    await expect(edge).toHaveAttribute('aria-valuenow', String(heightBefore + 96))
    await terminal.button('Terminal').first().click()
    await terminal.button('Use the whole height').click()
    await look(page, 'terminal-full')
    await terminal.button('Back to the height before').click()
    await page.reload()
    await expect(edge).toHaveAttribute('aria-valuenow', String(heightBefore + 96))
  })

  expect(shell.complaints).toEqual([])
})

test('a terminal ends with its instance where nothing is kept of it', async ({
  page,
  host,
  shell,
  drawer,
  taskList,
}) => {
  const tasks = new TasksOfTest(host)
  const terminal = new TerminalPage(page)
  await tasks.submit({ ...TASK, payload: PAYLOAD })
  await tasks.untilState('Running', TASK)
  await shell.open('#/tasks')
  await taskList.open('slow_1')
  await drawer.of('slow_1').getByRole('button', { name: 'Terminal', exact: true }).click()
  await terminal.understood.click()
  await terminal.enter(KILL)
  await expect(terminal.tabs.getByText('ended')).toBeVisible()
  await expect(terminal.notice).toContainText('ended by signal 9')
  await expect(drawer.of('slow_1')).toContainText('Process exited unexpectedly before completing request')
  await look(page, 'terminal-ended')
  await page.reload()
  await expect(terminal.notice).toContainText('ended by signal 9')
  await terminal.expectText('kill -9')
  await terminal.pane.getByRole('button', { name: 'Close' }).click()
  await expect(terminal.dock.getByText('No terminal is open')).toBeVisible()
})
