/** Which project and which workspace a command is about; the same answer for every command. */
import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { SAMPLE_DIR } from '../base/sampleDir.ts'
import { workspaceDirFor } from '../host/workspaceDir.ts'

/** The folder that was named, else the current one if it has an s.yaml, else the bundled sample. */
export function chooseProjectDir(dir: string | undefined, currentDir = process.cwd()): string {
  if (dir === undefined) {
    const isProject = ['s.yaml', 's.yml'].some((name) => existsSync(join(currentDir, name)))
    return isProject ? currentDir : SAMPLE_DIR
  }
  const path = resolve(currentDir, dir)
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new AppError('project_invalid', `${path} is not a folder: name the folder of an s.yaml or of a handler file`)
  }
  return path
}

export function chooseWorkspaceDir(workspace: string | undefined, projectDir: string): string {
  return workspace === undefined ? workspaceDirFor(projectDir) : resolve(workspace)
}
