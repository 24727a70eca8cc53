import { text } from '@bongsu/contract/text.ts'
import { type Monitor, projectsKey } from '#features/projects/index.ts'
import { Failure, notFound } from '#kernel/errors.ts'
import { particle } from '#kernel/korean.ts'
import type { Context } from '#platform/operations/operation.ts'

export async function requireMonitor(ctx: Context, id: number): Promise<Monitor> {
  const monitor = await ctx.use(projectsKey).monitor(ctx.db, id)
  if (!monitor) throw notFound(text(`모니터 ${id}`, `The monitor ${id}`))
  return monitor
}

export const noAddress = (name: string): Failure =>
  new Failure(
    'conflict',
    text(
      `모니터 ${particle(`"${name}"`, '은', '는')} 신호를 받는 종류가 아닙니다. 하트비트 모니터만 주소를 가집니다.`,
      `The monitor "${name}" is of a kind that is not signalled. Only heartbeat monitors have an address.`,
    ),
  )
