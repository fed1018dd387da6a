import { describe, expect, it } from 'vitest'
import { parseOptions } from '../../bench/options.ts'

const KNOWN = ['submit', 'drain']

describe('the options of the benchmarks', () => {
  it('are five runs of what is named', () => {
    expect(parseOptions(['drain'], KNOWN)).toEqual({
      names: ['drain'],
      runs: 5,
      isQuick: false,
      isLarge: false,
      withPeers: false,
      asJson: false,
    })
  })

  it('take "all" for every bench, and one run when quick', () => {
    const options = parseOptions(['all', '--quick', '--runs', '3', '--json', '--peers', '--large'], KNOWN)
    expect(options).toEqual({ names: KNOWN, runs: 1, isQuick: true, isLarge: true, withPeers: true, asJson: true })
  })

  it.each([
    [['submt'], 'there is no bench named submt'],
    [[], 'name what to measure: submit, drain, or all'],
    [['drain', '--runs', '0'], "--runs is a whole number from 1 to 999, not '0'"],
    [['drain', '--fast'], "Unknown option '--fast'"],
  ])('say what is wrong with %j', (args, message) => {
    expect(() => parseOptions(args, KNOWN)).toThrow(message)
  })
})
