import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatRoute, parseRoute, type Route, TASK_TABS } from '../../../renderer/stores/route.ts'

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/)
const task = fc.option(fc.record({ functionName: name, taskId: fc.string({ minLength: 1, maxLength: 128 }) }))
const route: fc.Arbitrary<Route> = fc.oneof(
  fc.record({ screen: fc.constant('welcome' as const) }),
  fc.record({ screen: fc.constant('functions' as const), functionName: fc.option(name) }),
  fc.record({
    screen: fc.constant('functions' as const),
    functionName: name,
    tab: fc.constant('async' as const),
  }),
  fc.record(
    {
      screen: fc.constant('deliveries' as const),
      view: fc.constant('deliveries' as const),
      deliveryId: fc.option(fc.nat()),
      queueName: fc.constant(null),
      show: fc.constantFrom('all' as const, 'pending' as const, 'failed' as const),
      text: fc.string({ unit: 'grapheme', maxLength: 200 }),
      functionName: name,
    },
    { requiredKeys: ['screen', 'view', 'deliveryId', 'queueName', 'show', 'text'] },
  ),
  fc.record({
    screen: fc.constant('tasks' as const),
    query: fc.string({ unit: 'grapheme', maxLength: 200 }),
    task,
    tab: fc.option(fc.constantFrom(...TASK_TABS)),
    isFull: fc.boolean(),
  }),
)

describe('a deep link', () => {
  it('leads back to where it was made', () => {
    void fc.assert(
      fc.property(route, (made) => {
        expect(parseRoute(formatRoute(made))).toEqual(made)
      }),
    )
  })

  it('always leads somewhere', () => {
    void fc.assert(
      fc.property(fc.string(), (hash) => {
        expect(['welcome', 'tasks', 'functions']).toContain(parseRoute(hash).screen)
      }),
    )
  })

  it('can be read by people', () => {
    expect(
      formatRoute({
        screen: 'tasks',
        query: 'status:failed since:24h',
        task: { functionName: 'order-charge', taskId: '1-69' },
        tab: 'log',
        isFull: false,
      }),
    ).toBe('#/tasks?q=status%3Afailed+since%3A24h&task=order-charge%2F1-69&tab=log')
  })

  it('is made readable again when it is broken', () => {
    expect(parseRoute('#/functions/%E0%A4%A')).toEqual({ screen: 'functions', functionName: '%E0%A4%A' })
    expect(parseRoute('#/tasks?task=only-a-name&tab=nonsense')).toEqual(parseRoute('#/tasks'))
  })
})
