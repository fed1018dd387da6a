/** Opens what the preview shows; nothing is opened unseen. */
import { projectActions, useProjects } from '../../stores/projects.ts'

export async function openShown(): Promise<void> {
  const { choice, preview } = useProjects.getState()
  if (preview !== null) await projectActions.open(choice, preview.name)
}
