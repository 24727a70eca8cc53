import { text } from '@bongsu/contract/text.ts'
import { type Monitor, projectsKey } from '#features/projects/index.ts'
import { notFound } from '#kernel/errors.ts'
import type { Context } from '#platform/operations/operation.ts'

export async function requireMonitor(ctx: Context, id: number): Promise<Monitor> {
  const monitor = await ctx.use(projectsKey).monitor(ctx.db, id)
  if (!monitor) throw notFound(text(`모니터 ${id}`, `The monitor ${id}`))
  return monitor
}
