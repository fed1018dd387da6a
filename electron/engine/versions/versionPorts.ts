/** What was run: the files of a code version, and the configuration of a function at a revision. */
import type { FunctionConfig } from '../../../shared/domain/functionConfig.ts'

export type CodeFile = { path: string; hash: string; bytes: number }
/** `texts`: by the hash of their content; only what is text and not too long. */
export type CodeVersion = { codeHash: string; files: CodeFile[]; texts: { hash: string; text: string }[] }

export type VersionCommands = {
  /** Nothing when it is kept already. Of all versions the latest 200 are kept, and those that functions have now. */
  keepCodeVersion(version: CodeVersion): Promise<void>
}
export const VERSION_COMMANDS = ['keepCodeVersion'] as const

/** A text is null where there is no such file, or where it was not kept: no text, too long, or of secrets. */
export type FileChange = {
  path: string
  change: 'added' | 'removed' | 'changed'
  left: string | null
  right: string | null
}

export type VersionQueries = {
  hasCodeVersion(codeHash: string): Promise<boolean>
  /** In the order of their paths. Null: of one of them no files were kept. */
  changedFiles(pair: { left: string; right: string }): Promise<FileChange[] | null>
  /** What the instance ran with; null: that is not known. */
  configOfInstance(instanceId: string): Promise<FunctionConfig | null>
}
export const VERSION_QUERIES = ['hasCodeVersion', 'changedFiles', 'configOfInstance'] as const
