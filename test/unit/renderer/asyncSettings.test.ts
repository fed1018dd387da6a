import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import {
  asyncDraft,
  draftChange,
  draftProblems,
  openAsyncDraftsOf,
  selectAsyncDraft,
  selectSaving,
  shownFields,
  useAsyncDraft,
} from '../../../renderer/stores/asyncDraft.ts'
import {
  type AsyncSettings,
  type AsyncValues,
  asyncActions,
  changedHere,
  forgetAsync,
  loadAsync,
  selectAsync,
  useAsyncSettings,
} from '../../../renderer/stores/asyncSettings.ts'
import { configCommand } from '../../../renderer/stores/configCommand.ts'
import { choiceOf, problemOfChoice, targetOfChoice } from '../../../renderer/stores/targetChoice.ts'
import { AppError } from '../../../shared/errors.ts'
import { connectToFake } from '../../support/fakeLink.ts'

const NAME = 'order-charge'
const NOTIFY = 'acs:fc:cn-hangzhou:1234:functions/order-notify'
const VALUES: AsyncValues = {
  asyncTask: true,
  maxRetryAttempts: 1,
  maxAgeSeconds: 3_600,
  onSuccess: NOTIFY,
  onFailure: null,
  compensation: null,
}

function storage() {
  const items = new Map<string, string>()
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, text: string) => items.set(key, text),
  }
}

let workspaceCount = 0
beforeEach(() => {
  vi.stubGlobal('sessionStorage', storage())
  forgetAsync()
  openAsyncDraftsOf(`/workspaces/${++workspaceCount}`)
})

/** A host whose file says `VALUES`; what is set holds over it until it is reverted. */
function fakeHost({ refuses }: { refuses?: string } = {}) {
  let values: AsyncValues = { ...VALUES }
  const setting = <N extends keyof AsyncValues>(name: N) => {
    const isSame = values[name] === VALUES[name]
    return { value: values[name], origin: isSame ? 'file' : 'override', fileValue: isSame ? null : VALUES[name] }
  }
  const act =
    (name: string, then: (input: Record<string, unknown>) => unknown) =>
    (input: Record<string, unknown>): unknown => {
      if (refuses === name) throw new AppError('invalid_input', `${name} is refused`)
      return then(input)
    }
  const change = ({ functionName: _, ...part }: Record<string, unknown>) => {
    values = { ...values, ...part }
    return {}
  }
  return connectToFake({
    'functions.async': () => ({
      functionName: NAME,
      asyncTask: setting('asyncTask'),
      maxRetryAttempts: setting('maxRetryAttempts'),
      maxAgeSeconds: setting('maxAgeSeconds'),
      onSuccess: setting('onSuccess'),
      onFailure: setting('onFailure'),
      compensation: setting('compensation'),
      problems: [],
      canWrite: true,
      specFile: '/projects/shop/s.yaml',
      functionTargets: [],
      queueTargets: [],
    }),
    'functions.setAsync': act('functions.setAsync', change),
    'repairs.setCompensation': act('repairs.setCompensation', change),
    'functions.revert': act('functions.revert', ({ part }) => {
      values =
        part === 'compensation' ? { ...values, compensation: null } : { ...VALUES, compensation: values.compensation }
      return {}
    }),
    'functions.writeToFile': act('functions.writeToFile', () => ({ file: '/projects/shop/s.yaml' })),
    'deliveries.test': () => ({ deliveryId: 7 }),
  } as never)
}
const settings = (): AsyncSettings => {
  const found = selectAsync(NAME)(useAsyncSettings.getState()).settings
  if (found === null) throw new Error('nothing was read')
  return found
}
const draft = () => selectAsyncDraft(NAME)(useAsyncDraft.getState())
const saving = () => selectSaving(NAME)(useAsyncDraft.getState())
const change = (part: Partial<ReturnType<typeof shownFields>>) => {
  for (const [name, value] of Object.entries(part)) {
    asyncDraft.change(NAME, { name: name as keyof AsyncValues, value: value as never, values: VALUES })
  }
}
const queue = (queueName: string) => ({ ...choiceOf(null), kind: 'queue' as const, queueName })

describe('a draft of an asynchronous configuration', () => {
  it('is only what differs, and none when it says again what holds', () => {
    change({ maxRetryAttempts: 4, asyncTask: false })
    expect(draftChange(draft(), VALUES)).toEqual({ maxRetryAttempts: 4, asyncTask: false })
    expect(shownFields(draft(), { ...VALUES, maxAgeSeconds: 5 })).toMatchObject({
      maxRetryAttempts: 4,
      maxAgeSeconds: 5,
    })
    change({ maxRetryAttempts: 1, asyncTask: true, onSuccess: choiceOf(NOTIFY) })
    expect(useAsyncDraft.getState().drafts).toEqual({})
  })

  it('remembers what held when a field was first changed', () => {
    change({ maxRetryAttempts: 4 })
    asyncDraft.change(NAME, { name: 'maxRetryAttempts', value: 5, values: { ...VALUES, maxRetryAttempts: 2 } })
    expect(draft().base).toEqual({ maxRetryAttempts: 1 })
  })

  it('is kept over a reload of the window, for its project only', () => {
    change({ maxRetryAttempts: 4, onFailure: queue('failed') })
    const before = draft()
    const mine = `/workspaces/${workspaceCount}`
    openAsyncDraftsOf('/workspaces/other')
    expect(useAsyncDraft.getState().drafts).toEqual({})
    openAsyncDraftsOf(mine)
    expect(draft()).toEqual(before)
  })

  it('is saved with what differs, and gone then', async () => {
    const host = fakeHost()
    await loadAsync(NAME)
    change({ maxRetryAttempts: 4, onFailure: queue('failed'), compensation: 'order-refund' })
    expect(await asyncDraft.save(NAME, VALUES)).toBe(true)
    const onFailure = 'acs:mns:::/queues/failed/messages'
    expect(host.calls.filter(({ name }) => name !== 'functions.async')).toEqual([
      { name: 'functions.setAsync', input: { functionName: NAME, maxRetryAttempts: 4, onFailure } },
      { name: 'repairs.setCompensation', input: { functionName: NAME, compensation: 'order-refund' } },
    ])
    expect(useAsyncDraft.getState().drafts).toEqual({})
    expect(changedHere(settings())).toEqual(['maxRetryAttempts', 'onFailure', 'compensation'])
  })

  it('keeps what was refused, with the reason, and lets go what holds', async () => {
    fakeHost({ refuses: 'repairs.setCompensation' })
    await loadAsync(NAME)
    change({ maxRetryAttempts: 4, compensation: 'order-refund' })
    expect(await asyncDraft.save(NAME, VALUES)).toBe(false)
    expect(draft().fields).toEqual({ compensation: 'order-refund' })
    expect(saving()).toMatchObject({ isSaving: false, error: { message: 'repairs.setCompensation is refused' } })
    expect(settings().maxRetryAttempts.value).toBe(4)
    change({ compensation: 'order-release' })
    expect(saving().error).toBeNull()
  })

  it('keeps what was typed while it was saved', async () => {
    fakeHost()
    await loadAsync(NAME)
    change({ maxRetryAttempts: 4, maxAgeSeconds: 5 })
    const saved = asyncDraft.save(NAME, VALUES)
    change({ maxAgeSeconds: 6 })
    await saved
    expect(draft().fields).toEqual({ maxAgeSeconds: 6 })
  })

  it('is not sent while something in it is wrong', async () => {
    const host = fakeHost()
    change({
      maxRetryAttempts: null,
      maxAgeSeconds: 0,
      onSuccess: { ...choiceOf(null), kind: 'function' },
      onFailure: queue('a b'),
    })
    expect(draftProblems(draft())).toEqual({
      maxRetryAttempts: 'retries',
      maxAgeSeconds: 'age',
      onSuccess: 'functionMissing',
      onFailure: 'queueName',
    })
    expect(await asyncDraft.save(NAME, VALUES)).toBe(false)
    expect(host.calls).toEqual([])
    asyncDraft.discard(NAME, 'maxRetryAttempts')
    expect(draft().fields).not.toHaveProperty('maxRetryAttempts')
    asyncDraft.discard(NAME, 'all')
    expect(useAsyncDraft.getState().drafts).toEqual({})
  })
})

describe('what was changed here', () => {
  it('goes back one value at a time, or all at once', async () => {
    fakeHost()
    await asyncActions.set(NAME, { maxRetryAttempts: 4, maxAgeSeconds: 5, compensation: 'order-refund' })
    await asyncActions.revert(NAME, 'maxRetryAttempts')
    expect(changedHere(settings())).toEqual(['maxAgeSeconds', 'compensation'])
    await asyncActions.revert(NAME, 'all')
    expect(changedHere(settings())).toEqual([])
  })

  it('is written part by part, only what was changed', async () => {
    const host = fakeHost()
    await asyncActions.set(NAME, { compensation: 'order-refund' })
    expect(await asyncActions.write(NAME)).toBe('/projects/shop/s.yaml')
    expect(host.calls.filter(({ name }) => name === 'functions.writeToFile')).toEqual([
      { name: 'functions.writeToFile', input: { functionName: NAME, part: 'compensation' } },
    ])
  })

  it('is tried with a delivery of what is not saved yet', async () => {
    const host = fakeHost()
    expect(await asyncActions.test(NAME, { side: 'onFailure', target: 'http://127.0.0.1:1/' })).toBe(7)
    expect(host.calls).toEqual([
      { name: 'deliveries.test', input: { functionName: NAME, cause: 'failure', target: 'http://127.0.0.1:1/' } },
    ])
  })
})

describe('the choice of a target', () => {
  it('says what was chosen, and nothing is wrong with a target that can be set', () => {
    const targets = [
      'acs:fc:::functions/f',
      'acs:mns:::/queues/q/messages',
      'http://a/b',
      'acs:mns:::/topics/t/messages',
    ]
    fc.assert(
      fc.property(fc.option(fc.constantFrom(...targets)), fc.option(fc.constantFrom(...targets)), (target, saved) => {
        expect(targetOfChoice(choiceOf(target), saved)).toBe(target)
        expect(problemOfChoice(choiceOf(target))).toBeNull()
      }),
    )
  })

  it('keeps an ARN with region and account while it names the same function', () => {
    expect(targetOfChoice(choiceOf(NOTIFY), NOTIFY)).toBe(NOTIFY)
    const other = { ...choiceOf(NOTIFY), functionName: 'order-report' }
    expect(targetOfChoice(other, NOTIFY)).toBe('acs:fc:::functions/order-report')
  })

  it('is wrong as long as it names nothing', () => {
    const none = choiceOf(null)
    expect(problemOfChoice({ ...none, kind: 'function' })).toBe('functionMissing')
    expect(problemOfChoice({ ...none, kind: 'queue', queueName: '-a' })).toBe('queueName')
    expect(problemOfChoice({ ...none, kind: 'http' })).toBe('address')
    expect(problemOfChoice({ ...none, kind: 'other' })).toBe('arn')
  })
})

describe('the command in a shell', () => {
  it('shows the configuration, or changes what differs', () => {
    expect(configCommand(NAME, {})).toBe('taskyard config order-charge')
    expect(
      configCommand(NAME, {
        asyncTask: false,
        maxRetryAttempts: 0,
        maxAgeSeconds: 60,
        onSuccess: null,
        onFailure: 'acs:mns:::/queues/failed/messages',
        compensation: null,
      }),
    ).toBe(
      'taskyard config order-charge --task-mode off --retries 0 --max-age 60 --on-success none --on-failure queue:failed --compensation none',
    )
    expect(configCommand(NAME, { onSuccess: "http://a/?b='c'" })).toBe(
      `taskyard config order-charge --on-success 'http://a/?b='\\''c'\\'''`,
    )
  })

  it('names a function of the cloud by its whole ARN', () => {
    expect(configCommand(NAME, { onSuccess: NOTIFY, onFailure: 'acs:fc:::functions/f' })).toBe(
      `taskyard config order-charge --on-success ${NOTIFY} --on-failure function:f`,
    )
  })
})
