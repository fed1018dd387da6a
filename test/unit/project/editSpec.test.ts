import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { editSpec, type SpecEdit } from '../../../electron/project/editSpec.ts'
import { AppError } from '../../../shared/errors.ts'

const PROPS = ['resources', 'charge', 'props']
const ASYNC = [...PROPS, 'asyncInvokeConfig']
const KEPT_MAPS = PROPS.length
const set = (path: string[], value: string | number | boolean): SpecEdit => ({ path, value, stopAt: KEPT_MAPS })
const remove = (path: string[]): SpecEdit => ({ path, value: null, stopAt: KEPT_MAPS })
const destination = (which: 'onSuccess' | 'onFailure') => [...ASYNC, 'destinationConfig', which, 'destination']

const SPEC = `# the shop
edition: 3.0.0
resources:
  charge: # takes the money
    component: fc3
    props:
      functionName: 'charge'

      # as often as the bank asks for
      asyncInvokeConfig:
        maxAsyncRetryAttempts: 2   # was 3 once
        destinationConfig:
          # somebody has to know
          onFailure: { destination: "acs:mns:::/queues/failed/messages" }
      timeout: 10
  # the other one
  refund: { component: fc3, props: { functionName: refund } }
`
const edited = (...edits: SpecEdit[]) => editSpec(SPEC, edits)

describe('an edit of an s.yaml', () => {
  it('replaces a value where it stands', () => {
    expect(edited(set([...ASYNC, 'maxAsyncRetryAttempts'], 5))).toBe(SPEC.replace(': 2 ', ': 5 '))
  })

  it('keeps the quotes of a value', () => {
    const text = edited(set(destination('onFailure'), 'acs:fc:::functions/f'), set([...PROPS, 'functionName'], "it's"))
    expect(text).toBe(
      SPEC.replace('acs:mns:::/queues/failed/messages', 'acs:fc:::functions/f').replace("'charge'", "'it''s'"),
    )
  })

  it('adds a line behind the last of its map, indented like it', () => {
    expect(edited(set([...ASYNC, 'asyncTask'], true))).toBe(
      SPEC.replace('      timeout', '        asyncTask: true\n      timeout'),
    )
  })

  it('makes the maps that are missing', () => {
    const text = edited(set(destination('onSuccess'), 'http://127.0.0.1:8080/done'))
    expect(text).toBe(
      SPEC.replace(
        '      timeout',
        '          onSuccess:\n            destination: http://127.0.0.1:8080/done\n      timeout',
      ),
    )
  })

  it('makes maps inside braces inside braces', () => {
    const path = ['resources', 'refund', 'props', 'asyncInvokeConfig', 'asyncTask']
    expect(edited(set(path, true))).toBe(
      SPEC.replace('functionName: refund }', 'functionName: refund, asyncInvokeConfig: { asyncTask: true } }'),
    )
  })

  it('takes a key away with its line, and the maps that held nothing else', () => {
    const text = edited(remove(destination('onFailure')))
    expect(text).toBe(SPEC.replace('        destinationConfig:\n', '').replace(/ +onFailure.*\n/, '')) // not the comment
    expect(editSpec(text, [remove([...ASYNC, 'maxAsyncRetryAttempts'])])).not.toContain('asyncInvokeConfig')
  })

  it('keeps the comments of what it takes away, with their line endings', () => {
    const text = 'a:\r\n  b:\r\n    # why\r\n    c: 1\r\n  d: 2\r\n'
    const after = editSpec(text, [{ path: ['a', 'b', 'c'], value: null, stopAt: 0 }])
    expect(after).toBe('a:\r\n    # why\r\n  d: 2\r\n')
  })

  it('fills a map that is empty, whatever stands for nothing', () => {
    for (const nothing of ['', ' {}', ' ~', ' null', ' # later', ' {} # later']) {
      const text = `a:\n    b:${nothing}\n    c: 1\n`
      const after = editSpec(text, [{ path: ['a', 'b', 'x', 'y'], value: 1, stopAt: 0 }])
      expect(parse(after)).toEqual({ a: { b: { x: { y: 1 } }, c: 1 } })
      expect(after.includes('# later')).toBe(nothing.includes('# later'))
    }
  })

  it('ends a last line that did not end', () => {
    expect(editSpec('a: 1', [{ path: ['b', 'c'], value: 'd', stopAt: 0 }])).toBe('a: 1\nb:\n  c: d')
  })

  it('goes behind a text of many lines', () => {
    const text = 'a:\n  b: |\n    one\n    two\nc: 1\n'
    expect(editSpec(text, [{ path: ['a', 'd'], value: 2, stopAt: 0 }])).toBe(text.replace('c: 1', '  d: 2\nc: 1'))
    expect(parse(editSpec(text, [{ path: ['a', 'b'], value: 'x', stopAt: 0 }]))).toEqual({ a: { b: 'x' }, c: 1 })
  })

  it('quotes what would be read as something else', () => {
    for (const value of ['true', 'null', '1e3', 'a: b', 'a #b', '- a', '', 'ends:', '日本', '*a', 'x\ny', '{a}']) {
      const text = editSpec('a: { b: 1 }\nc: 1\n', [
        { path: ['a', 'd'], value, stopAt: 0 },
        { path: ['e'], value, stopAt: 0 },
      ])
      expect(parse(text)).toEqual({ a: { b: 1, d: value }, c: 1, e: value })
    }
  })

  it.each([
    ['an alias stands for the map', 'x: &x { n: 1 }\na: *x\n', ['a', 'n']],
    ['others take the value by an anchor', 'a: { n: &n 1 }\nb: *n\n', ['a', 'n']],
    ['others are given it by a merge key', 'a: &a { n: 1 }\nb: { <<: *a }\n', ['a', 'n']],
    ['something else than a map is there', 'a: [1, 2]\n', ['a', 'n']],
  ])('is refused with the line when %s', (_situation, text, path) => {
    expect(() => editSpec(text, [{ path, value: 2, stopAt: 0 }])).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringMatching(/^s\.yaml:\d+: a\.n cannot/) }),
    )
  })
})

describe('any s.yaml with comments', () => {
  const KEYS = ['asyncTask', 'maxAsyncRetryAttempts', 'maxAsyncEventAgeInSeconds', 'qualifier'] as const
  const target = fc.constantFrom(
    'acs:fc:::functions/order-notify',
    'acs:mns:cn-hangzhou:1234:/queues/q/messages',
    'http://127.0.0.1:9/x?a=1&b=#2',
    'https://shop.example/a',
  )
  const settings = { asyncTask: fc.boolean(), maxAsyncRetryAttempts: fc.nat(8), maxAsyncEventAgeInSeconds: fc.nat(99) }
  const layout = fc.record({
    step: fc.constantFrom(2, 3, 4),
    eol: fc.constantFrom('\n', '\r\n'),
    endsWithLineBreak: fc.boolean(),
    quote: fc.constantFrom('', "'", '"'),
    isFlow: fc.boolean(),
    isFlowBelow: fc.boolean(),
    comments: fc.array(fc.constantFrom('none', 'before', 'behind', 'blank'), { minLength: 1, maxLength: 40 }),
    hasNothing: fc.constantFrom(null, 'absent', 'empty'),
    keys: fc.uniqueArray(fc.constantFrom(...KEYS)),
    onSuccess: fc.option(target),
    onFailure: fc.option(target),
    bom: fc.constantFrom('', '\ufeff'),
  })
  type Layout = typeof layout extends fc.Arbitrary<infer L> ? L : never

  /** Each line with a comment of its own before it or behind it, where the layout says so. */
  function specText(given: Layout): string {
    const { step, quote, isFlow, isFlowBelow, hasNothing, keys, onSuccess, onFailure } = given
    const lines: string[] = []
    let commentCount = 0
    let at = 0
    const line = (depth: number, text: string) => {
      const comment = given.comments[at++ % given.comments.length]
      const indent = ' '.repeat(depth * step)
      if (comment === 'blank') lines.push('')
      if (comment === 'before') lines.push(`${indent}# comment ${++commentCount};`)
      lines.push(indent + text + (comment === 'behind' ? `  # comment ${++commentCount};` : ''))
    }
    line(0, 'edition: 3.0.0')
    line(0, 'resources:')
    for (const name of ['first', 'charge', 'last']) {
      line(1, `${name}:`)
      line(2, 'component: fc3')
      line(2, 'props:')
      line(3, `functionName: ${quote}${name}${quote}`)
      if (name === 'charge' && hasNothing === 'empty') line(3, 'asyncInvokeConfig:')
      if (name === 'charge' && hasNothing === null) {
        const scalars = keys.map(
          (key) => `${key}: ${key === 'qualifier' ? `${quote}LATEST${quote}` : key === 'asyncTask'}`,
        )
        const targets = Object.entries({ onSuccess, onFailure }).filter(([, value]) => value !== null)
        const flowTargets = targets.map(([key, value]) => `${key}: { destination: "${value}" }`).join(', ')
        if (isFlow) {
          const all = [...scalars, ...(targets.length === 0 ? [] : [`destinationConfig: { ${flowTargets} }`])]
          line(3, `asyncInvokeConfig: { ${all.join(', ')} }`)
        } else {
          line(3, `asyncInvokeConfig:`)
          for (const scalar of scalars) line(4, scalar)
          if (isFlowBelow && targets.length > 0) line(4, `destinationConfig: { ${flowTargets} }`)
          else if (targets.length > 0) {
            line(4, 'destinationConfig:')
            for (const [key, value] of targets) {
              line(5, `${key}:`)
              line(6, `destination: ${quote}${quote === '' ? `"${value}"` : value}${quote}`)
            }
          }
        }
      }
      line(3, 'timeout: 5')
    }
    return given.bom + lines.join(given.eol) + (given.endsWithLineBreak ? given.eol : '')
  }

  const edits = fc
    .record({ ...settings, onSuccess: fc.option(target), onFailure: fc.option(target) }, { requiredKeys: [] })
    .map((values) =>
      Object.entries(values).map(([key, value]): [string, SpecEdit] => {
        const path = key === 'onSuccess' || key === 'onFailure' ? destination(key) : [...ASYNC, key]
        if (value === null) return [key, remove(path.slice(0, -1))]
        return [key, set(path, value)]
      }),
    )
  const isAbout = (line: string) => /asyncInvokeConfig|destination|onSuccess|onFailure|asyncTask|maxAsync/.test(line)
  const props = (text: string) => parse(text.replace('\ufeff', '')).resources.charge.props

  it('has exactly the values that were written', () => {
    fc.assert(
      fc.property(layout, edits, (given, changes) => {
        const text = specText(given)
        const after = editSpec(
          text,
          changes.map(([, edit]) => edit),
        )
        const asyncBefore = props(text).asyncInvokeConfig ?? {}
        const asyncAfter = props(after).asyncInvokeConfig ?? {}
        for (const [key, { value }] of changes) {
          const found =
            key === 'onSuccess' || key === 'onFailure'
              ? (asyncAfter.destinationConfig?.[key]?.destination ?? null)
              : asyncAfter[key]
          expect(found).toEqual(value)
        }
        expect(asyncAfter.qualifier).toBe(asyncBefore.qualifier)
        expect({ ...props(after), asyncInvokeConfig: null }).toEqual({ ...props(text), asyncInvokeConfig: null })
      }),
    )
  })

  it('has changed in no other line', () => {
    fc.assert(
      fc.property(layout, edits, (given, changes) => {
        const text = specText(given)
        const after = editSpec(
          text,
          changes.map(([, edit]) => edit),
        )
        const isTakenAway = changes.some(([, { value }]) => value === null) // with the empty lines in it
        const others = (whole: string) =>
          whole.split(given.eol).filter((line) => (line.trim() === '' ? !isTakenAway : !isAbout(line)))
        expect(others(after)).toEqual(others(text))
        if (given.eol === '\r\n') expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
        // what is only set, not taken away, keeps the comments of its own line, too
        if (changes.every(([, { value }]) => value !== null)) {
          const comments = (whole: string) => whole.match(/# comment \d+;/g)
          expect(comments(after)).toEqual(comments(text))
        }
      }),
    )
  })

  it('is the same text again when it is given the values that it has', () => {
    fc.assert(
      fc.property(layout, edits, (given, changes) => {
        const once = editSpec(
          specText(given),
          changes.map(([, edit]) => edit),
        )
        expect(
          editSpec(
            once,
            changes.map(([, edit]) => edit),
          ),
        ).toBe(once)
      }),
    )
  })
})

describe('a text that is no map', () => {
  it('is refused', () => {
    expect(() => editSpec('- 1\n', [set(['a'], 1)])).toThrow(AppError)
  })
})
