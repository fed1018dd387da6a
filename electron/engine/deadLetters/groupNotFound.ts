/** The one way to say that a group of the inbox is not there, in the store and in the reader. */
import { AppError } from '../../../shared/errors.ts'

export const groupNotFound = (groupId: number) =>
  new AppError('group_not_found', `the inbox has no group ${groupId}: "taskyard inbox" lists those that there are`)
