/** From a task that runs to its instance and into it: what a login must show, and what an end looks like. */
import { expect as expectPlain } from '@playwright/test'
import { look } from './support/axe.ts'
import { InstancesPage } from './support/InstancesPage.ts'
import { takePictures } from './support/pictures.ts'
import { TerminalPage } from './support/TerminalPage.ts'
import { guest, TasksOfTest } from './support/tasks.ts'
import { expect, test } from './support/workbench.ts'

const SLOW = { functionName: 'order-report', taskId: 'slow_1' }

test.describe('a task that sleeps', () => {
  test.use({
    project: {
      edits: [
        {
          path: 'code/report/index.js',
          before: '  rmSync(FILE, { force: true })\n',
          after:
            "  rmSync(FILE, { force: true })\n  appendFileSync('/tmp/made-by-handler', 'made by the handler\\n')\n",
        },
        { path: 'code/report/index.js', before: 'hours = HOURS', after: 'hours = 600' },
        { path: 's.yaml', before: 'maxAsyncRetryAttempts: 1\n', after: 'maxAsyncRetryAttempts: 0\n' },
      ],
    },
  })

  test('leads to its instance, a login is really inside it, and killing it ends both with FC’s words', async ({
    page,
    host,
    shell,
    drawer,
    taskList,
  }) => {
    test.setTimeout(180_000)
    const tasks = new TasksOfTest(host)
    const instances = new InstancesPage(page)
    const terminal = new TerminalPage(page)
    await tasks.submit({ ...SLOW, payload: '{"shop":"Kettle & Lamp"}' })
    await tasks.untilState('Running', SLOW)
    let instanceId = ''

    await test.step('the instance is listed with what it does', async () => {
      await shell.goTo('Instances')
      const row = instances.rowOf('order-report')
      await expect(row).toContainText('Busy')
      await expect(row).toContainText('slow_1')
      await expect(row).toContainText(/attempt 1 of 1/)
      await expect(row).toContainText(/\d+ MB/)
      await look(page, 'instances')
    })

    await test.step('its page says what it is and draws what it uses', async () => {
      instanceId = await instances.open(instances.rowOf('order-report'))
      await expect(instances.fact('Function')).toHaveText('order-report')
      await expect(instances.fact('Doing now')).toContainText('slow_1')
      await expect(instances.fact('Cold start')).toHaveText(/\d+ ms|\d\.\d\d s/)
      await expect(page.getByRole('figure', { name: 'CPU' })).toBeVisible()
      await expect(page.getByRole('figure', { name: 'Memory' })).toBeVisible()
      await look(page, 'instance')
    })

    await test.step('a login is in its namespaces, folder and environment', async () => {
      await instances.button('Log in').click()
      await terminal.understood.click()
      await terminal.enter('echo "fn=$FC_FUNCTION_NAME id=$FC_INSTANCE_ID at=$PWD"; cat /tmp/made-by-handler')
      await terminal.expectText('fn=order-report')
      await terminal.expectText('at=/code')
      await terminal.expectText('made by the handler')
      await terminal.enter("clear; ps -eo args | awk '$1 ~ /node$/ && /bootstrap/' | wc -l | sed s/^/handlers:/")
      await terminal.expectText('handlers:1')
      const spaces = 'pid mnt uts ipc user'
      await terminal.enter(`clear; h=$(ps -eo pid,args | awk '$2 ~ /node$/ && /bootstrap/ {print $1}')`)
      await terminal.enter(
        `clear; for n in ${spaces}; do [ "$(readlink /proc/self/ns/$n)" = "$(readlink /proc/$h/ns/$n)" ] && echo same-$n; done`,
      )
      for (const name of spaces.split(' ')) await terminal.expectText(`same-${name}`)
      await expect(page.getByRole('status').filter({ hasText: 'stays up while this terminal is open' })).toBeVisible()
      await takePictures(page, 'instance-terminal')
    })

    await test.step('the instance says that it is held by it', async () => {
      await expect(instances.fact('Idle timer')).toContainText('held by a terminal')
      await shell.goTo('Instances')
      await expect(instances.rowOf('order-report')).toContainText('terminal open')
      await takePictures(page, 'instances-dock')
    })

    await test.step('the helper knows the payload', async () => {
      await terminal.enter('clear; task payload')
      await terminal.expectText('{"shop":"Kettle & Lamp"}')
    })

    await test.step('kill ends it: the terminal and the instance say so, and the task has FC’s error', async () => {
      await terminal.enter("kill -9 $(ps -eo pid,args | awk '$2 ~ /node$/ && /bootstrap/ {print $1}')")
      await expect(terminal.tabs.getByText('ended')).toBeVisible()
      await expect(instances.rowOf('order-report')).toContainText('Crashed')
      await shell.goTo('Tasks')
      await taskList.open('slow_1')
      await drawer.expectState('Failed', 'slow_1')
      await expect(drawer.error).toContainText(
        /Process exited unexpectedly before completing request \(duration: \d+ms/,
      )
    })

    await test.step('from the failed row: its log in one click, its instance in two', async () => {
      await drawer.close.click()
      await taskList.row('slow_1').hover()
      await taskList.row('slow_1').getByRole('button', { name: 'Its log' }).click()
      await expect(drawer.log.getByText(/hour 1: \d+ orders/)).toBeVisible()
      await drawer.close.click()
      await taskList.row('slow_1').getByRole('link').click()
      await expect(instances.page(instanceId)).toBeVisible()
      await expect(instances.page(instanceId)).toContainText('Crashed')
      await expect(instances.fact('Lived')).toBeVisible()
      await expect(page.getByRole('figure', { name: 'Memory' })).toBeVisible()
    })
    expectPlain(shell.complaints).toEqual([])
  })
})

test('what is left of a failure is held: a login goes there with the payload, and a retry there is green after the mending', async ({
  page,
  host,
  shell,
  functions,
}) => {
  test.setTimeout(120_000)
  const tasks = new TasksOfTest(host)
  const instances = new InstancesPage(page)
  const terminal = new TerminalPage(page)
  const failing = { functionName: 'order-charge', taskId: 'guest_1' }

  await test.step('the function keeps what failed', async () => {
    await shell.goTo('Functions')
    await functions.open('order-charge')
    await page.getByRole('tab', { name: 'Configuration', exact: true }).click()
    await page.getByRole('region', { name: 'Held on failure' }).getByRole('button', { name: 'Turn on' }).click()
    await expect(page.getByRole('region', { name: 'Held on failure' })).toContainText('Turn off')
    await look(page, 'function-hold')
  })

  await test.step('a failed attempt leaves its instance behind', async () => {
    await tasks.submit({ ...failing, payload: guest(1) })
    await tasks.untilState('Failed', failing)
    await shell.goTo('Instances')
    await expect(instances.rowOf('order-charge')).toContainText('kept for')
  })

  await test.step('a login goes there, with the payload at hand', async () => {
    await instances.rowOf('order-charge').getByRole('button', { name: 'Look inside' }).click()
    await terminal.understood.click()
    await terminal.enter('clear; task payload | head -c 60; echo; echo "$FC_FUNCTION_NAME in $PWD"')
    await terminal.expectText('"customer":{"name":"Guest"')
    await terminal.expectText('order-charge in /code')
  })

  await test.step('the handler can be tried there until it works', async () => {
    await terminal.enter('clear; task retry; echo code-$?')
    await terminal.expectText("Cannot read properties of undefined (reading 'tier')")
    await terminal.expectText('code-1')
    host.edit('code/charge/index.js', { before: 'customer.loyalty.tier', after: 'customer.loyalty?.tier' })
    await terminal.enter('clear; task retry; echo code-$?')
    await terminal.expectText('code-0')
    await takePictures(page, 'held-terminal')
  })
})
