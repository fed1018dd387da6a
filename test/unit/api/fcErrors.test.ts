import { describe, expect, it } from 'vitest'
import { toFcError } from '../../../electron/api/fc/fcErrors.ts'
import type { TaskCommands } from '../../../electron/engine/ports.ts'
import { AppError, ERROR_CODES, type ErrorCode } from '../../../shared/errors.ts'
import { invoke, startTestFcApi } from '../../support/testFcApi.ts'

describe("the engine's errors", () => {
  it('each have a code and a status of FC', () => {
    const codes = Object.keys(ERROR_CODES) as ErrorCode[] // the table's keys
    const table = Object.fromEntries(
      codes.map((code) => {
        const { code: fcCode, status } = toFcError(new AppError(code, 'why'))
        return [code, `${status} ${fcCode}`]
      }),
    )
    expect(table).toEqual({
      invalid_input: '400 InvalidArgument',
      function_not_found: '404 FunctionNotFound',
      function_exists: '409 FunctionAlreadyExists',
      config_not_found: '404 AsyncConfigNotExists',
      task_not_found: '404 AsyncTaskNotFound',
      task_exists: '409 AsyncTaskAlreadyExists',
      task_ended: '412 PreconditionFailed',
      instance_not_found: '404 InstanceNotFound',
      instance_ended: '412 PreconditionFailed',
      terminal_not_found: '500 InternalServerError',
      terminal_ended: '500 InternalServerError',
      group_not_found: '500 InternalServerError',
      delivery_not_found: '500 InternalServerError',
      batch_not_found: '500 InternalServerError',
      batch_ended: '500 InternalServerError',
      queue_not_found: '500 InternalServerError',
      message_not_found: '500 InternalServerError',
      compensation_missing: '500 InternalServerError',
      nothing_to_repair: '500 InternalServerError',
      failure_unreadable: '500 InternalServerError',
      illegal_transition: '412 PreconditionFailed',
      payload_too_large: '400 EntityTooLarge',
      concurrency_exceeded: '429 ResourceExhausted',
      backlog_full: '429 ResourceExhausted',
      disk_full: '503 ResourceThrottled',
      code_missing: '412 PreconditionFailed',
      interpreter_missing: '412 PreconditionFailed',
      runtime_unsupported: '400 InvalidArgument',
      instance_unavailable: '503 ResourceThrottled',
      project_invalid: '400 InvalidArgument',
      workspace_in_use: '500 InternalServerError',
      workspace_damaged: '500 InternalServerError',
      workspace_newer: '500 InternalServerError',
      port_in_use: '500 InternalServerError',
      access_denied: '403 AccessDenied',
      unavailable: '503 ResourceThrottled',
      internal: '500 InternalServerError',
    })
  })

  it('keep their message, unless it is a bug of ours', () => {
    expect(toFcError(new AppError('backlog_full', 'too many')).message).toBe('too many')
    expect(toFcError(new AppError('internal', 'a secret')).message).not.toContain('secret')
    expect(toFcError(new TypeError('x is undefined')).message).not.toContain('undefined')
  })
})

describe('a call while the engine cannot answer', () => {
  const failing = (error: unknown): Partial<TaskCommands> => ({ invoke: () => Promise.reject(error) })

  it('is told so, and nothing is logged, when trying again helps', async () => {
    const commands = failing(new AppError('unavailable', 'the store is being restarted')) as TaskCommands
    const { fc, logged } = await startTestFcApi({ deps: { commands } })
    await expect(invoke(fc, 'f')).rejects.toMatchObject({
      statusCode: 503,
      code: 'ResourceThrottled',
      message: expect.stringContaining('the store is being restarted'),
    })
    expect(logged).toEqual([])
  })

  it('gets InternalServerError for a bug, and the log gets the cause', async () => {
    const bug = new TypeError('x is undefined')
    const { fc, logged } = await startTestFcApi({ deps: { commands: failing(bug) as TaskCommands } })
    await expect(invoke(fc, 'f')).rejects.toMatchObject({ statusCode: 500, code: 'InternalServerError' })
    expect(logged).toEqual([
      {
        error: bug,
        requestId: expect.stringMatching(/^1-/),
        method: 'POST',
        url: '/2023-03-30/functions/f/invocations',
      },
    ])
  })
})
