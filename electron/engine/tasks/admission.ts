/** May a task be taken in now? Bounds the backlog and keeps some disk free (DESIGN.md section 4). */
import { statfsSync } from 'node:fs'
import { MAX_ASYNC_PAYLOAD_BYTES, MAX_DELAY_SECONDS } from '../../../shared/domain/limits.ts'
import { TASK_ID_PATTERN } from '../../../shared/domain/taskIdPattern.ts'
import { AppError } from '../../../shared/errors.ts'
import { KIB_BYTES, MIB_BYTES } from '../../../shared/units/bytes.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'
import type { Clock } from '../../base/clock.ts'
import { bodyBytes } from '../../storage/bodies.ts'
import type { SubmitRequest } from '../ports.ts'

const LOOK_AT_DISK_EVERY_MS = SECOND_MS

/** Rules that need no state. Throws payload_too_large or invalid_input. */
export function checkRequest({ payload, taskId, delaySeconds }: SubmitRequest): void {
  const bytes = bodyBytes(payload)
  if (bytes > MAX_ASYNC_PAYLOAD_BYTES) {
    throw new AppError(
      'payload_too_large',
      `the payload has ${bytes} bytes; an asynchronous call takes at most ${MAX_ASYNC_PAYLOAD_BYTES} (${MAX_ASYNC_PAYLOAD_BYTES / KIB_BYTES} KiB)`,
    )
  }
  checkTaskId(taskId)
  if (!(delaySeconds >= 0 && delaySeconds <= MAX_DELAY_SECONDS)) {
    throw new AppError('invalid_input', `the delay is 0 to ${MAX_DELAY_SECONDS} seconds, not ${delaySeconds}`)
  }
}

/** Null is a task id to be generated. Throws invalid_input. */
export function checkTaskId(taskId: string | null): void {
  if (taskId === null || TASK_ID_PATTERN.test(taskId)) return
  throw new AppError(
    'invalid_input',
    `'${taskId}' is no task id: it starts with a letter or "_", goes on with letters, digits, "_" or "-", and has at most 128 characters`,
  )
}

export class Admission {
  readonly #dir: string
  readonly #minFreeBytes: number
  readonly #clock: Clock
  #lookAgainAtMs = 0
  #freeBytes = Number.POSITIVE_INFINITY

  constructor(options: { workspaceDir: string; minFreeDiskBytes: number; clock: Clock }) {
    this.#dir = options.workspaceDir
    this.#minFreeBytes = options.minFreeDiskBytes
    this.#clock = options.clock
  }

  /** Throws backlog_full or disk_full. */
  check(backlog: { waitingCount: number; limit: number }): void {
    if (backlog.waitingCount >= backlog.limit) {
      throw new AppError(
        'backlog_full',
        `${backlog.waitingCount} tasks of this account already wait, its limit is ${backlog.limit}: let some finish or stop them`,
      )
    }
    this.checkDisk()
  }

  /** Throws disk_full. */
  checkDisk(): void {
    const elapsedMs = this.#clock.elapsedMs()
    if (elapsedMs >= this.#lookAgainAtMs) {
      this.#lookAgainAtMs = elapsedMs + LOOK_AT_DISK_EVERY_MS
      const { bavail, bsize } = statfsSync(this.#dir)
      this.#freeBytes = bavail * bsize
    }
    if (this.#freeBytes < this.#minFreeBytes) {
      const mib = (bytes: number) => Math.floor(bytes / MIB_BYTES)
      throw new AppError(
        'disk_full',
        `only ${mib(this.#freeBytes)} MiB are free where the workspace lies, the floor is ${mib(this.#minFreeBytes)}: free some disk space`,
      )
    }
  }
}
