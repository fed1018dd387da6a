// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of an s.yaml look like this
import { describe, expect, it } from 'vitest'
import type { Project } from '../../../electron/project/project.ts'
import { readProject } from '../../../electron/project/readProject.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'

const FUNCTIONS = { charge: [], refund: [] }

/** A project with the functions `charge` and `refund`; `vars` are the lines after their 12. */
function withVars(...vars: string[]): Project {
  const code = Object.fromEntries(Object.keys(FUNCTIONS).map((name) => [`${name}/index.js`, '']))
  return readProject(projectFolder({ ...code, 's.yaml': specOf(FUNCTIONS) + vars.join('\n') }))
}
const ofCharge = ({ functions }: Project) => functions.find(({ resource }) => resource === 'charge')
const said = ({ problems, notices }: Project) => ({ problems: problems.map(({ message }) => message), notices })
const FIRST_LINE = specOf(FUNCTIONS).split('\n').length

describe('the compensation function that an s.yaml names', () => {
  it('is read from vars.taskyard, by the name of the function', () => {
    const project = withVars('vars:', '  taskyard:', '    charge: { compensation: refund }')
    expect(project.functions.map(({ compensation }) => compensation)).toEqual(['refund', null])
    expect(said(project)).toEqual({ problems: [], notices: [] })
  })

  it.each([
    ['vars is used by others only', ['vars:', '  region: cn-hangzhou']],
    ['vars is no map', ['vars: region']],
    ['nothing is written behind taskyard', ['vars:', '  taskyard:']],
    ['nothing is written behind the function', ['vars:', '  taskyard:', '    charge:']],
    ['nothing is written behind compensation', ['vars:', '  taskyard:', '    charge:', '      compensation:']],
  ])('is none, and that is all right, when %s', (_situation, vars) => {
    const project = withVars(...vars)
    expect(ofCharge(project)?.compensation).toBeNull()
    expect(said(project)).toEqual({ problems: [], notices: [] })
  })

  it.each([
    ['taskyard is no map', ['  taskyard: refund'], 1, 'vars.taskyard must be a map of function names'],
    [
      'the function has no map',
      ['  taskyard:', '    charge: refund'],
      2,
      'resource "charge": vars.taskyard.charge must be a map such as { compensation: order-refund }',
    ],
    [
      'it is no text',
      ['  taskyard:', '    charge:', '      compensation: [refund]'],
      3,
      'resource "charge": compensation must be the name of a function',
    ],
    [
      'it is a variable',
      ['  taskyard:', '    charge:', '      compensation: ${vars.other}'],
      3,
      'resource "charge": compensation: variables are not supported yet: write the name of a function instead of ${vars.other}',
    ],
    [
      'it is the function itself',
      ['  taskyard:', '    charge:', '      compensation: charge'],
      3,
      'resource "charge": "charge" cannot be its own compensation: name another function',
    ],
  ])(
    'is a problem with its line when %s, and the function runs without it',
    (_situation, lines, lineAfter, message) => {
      const project = withVars('vars:', ...lines)
      expect(said(project)).toEqual({ problems: [`s.yaml:${FIRST_LINE + lineAfter}: ${message}`], notices: [] })
      expect(ofCharge(project)).toMatchObject({ compensation: null })
    },
  )

  it('is a problem when it cannot be a name', () => {
    const { problems } = said(withVars('vars:', '  taskyard:', '    charge:', '      compensation: re fund'))
    expect(problems).toEqual([
      expect.stringMatching(/^s\.yaml:\d+: resource "charge": compensation "re fund": a function/),
    ])
  })

  it('may be a function that is not in the file, with a notice', () => {
    const project = withVars('vars:', '  taskyard:', '    charge:', '      compensation: elsewhere')
    expect(ofCharge(project)).toMatchObject({
      compensation: 'elsewhere',
      notices: [`s.yaml:${FIRST_LINE + 3}: the compensation function "elsewhere" is not in this file`],
    })
  })

  it('is passed over with a notice when its function is not in the file', () => {
    const project = withVars('vars:', '  taskyard:', '    chrage:', '      compensation: refund')
    expect(said(project)).toEqual({
      problems: [],
      notices: [`s.yaml:${FIRST_LINE + 2}: no function of this file is named "chrage"`],
    })
  })

  it('has no other word beside it', () => {
    const project = withVars('vars:', '  taskyard:', '    charge:', '      compensaton: refund')
    expect(said(project).notices).toEqual([
      `s.yaml:${FIRST_LINE + 3}: "compensaton" is passed over: only compensation is known here`,
    ])
  })

  it('says nothing more of a function whose resource is broken', () => {
    const text = specOf({ charge: [], refund: ['timeout: soon'] })
    const spec = `${text}vars: { taskyard: { refund: { compensation: charge }, charge: { compensation: refund } } }`
    const project = readProject(projectFolder({ 'charge/index.js': '', 'refund/index.js': '', 's.yaml': spec }))
    expect(said(project)).toEqual({ problems: [expect.stringContaining('timeout')], notices: [] })
    expect(ofCharge(project)).toMatchObject({ compensation: 'refund', notices: [] })
  })
})
