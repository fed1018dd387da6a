/** Opens what the preview shows; nothing is opened unseen, and what is open already is only shown. */
import { useHost } from '../../stores/host.ts'
import { projectActions, useProjects } from '../../stores/projects.ts'
import { navigate, TASKS_ROUTE } from '../../stores/route.ts'

export async function openShown(): Promise<void> {
  const { choice, preview } = useProjects.getState()
  if (preview === null) return
  if (preview.dir === useHost.getState().info?.project?.dir) navigate(TASKS_ROUTE)
  else await projectActions.open(choice, preview.name)
}
