import { keptRun } from '@bongsu/contract/artifacts.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { projectsKey } from '#features/projects/index.ts'
import { isoTime } from '#kernel/clock.ts'
import { notFound } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { artifactToView } from './artifact.ts'
import { artifactsOfMonitor } from './artifact-store.ts'

export const listKeptRuns = operation({
  name: 'list-kept-runs',
  summary: text(
    '모니터의 점검 가운데 화면, 추적, 네트워크 기록이 보관된 것을 최신순으로 보여 줍니다.',
    'Lists the looks of a monitor of which screenshots, traces or network records are kept, newest first.',
  ),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/monitors/{id}/runs' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: z.object({ items: z.array(keptRun) }),
  async run(ctx, { id }) {
    if (!(await ctx.use(projectsKey).monitor(ctx.db, id))) throw notFound(text(`모니터 ${id}`, `The monitor ${id}`))
    const runs = Map.groupBy(await artifactsOfMonitor(ctx.db, id, ctx.clock.now()), ({ slotAt }) => slotAt)
    return {
      items: [...runs].map(([slotAt, artifacts]) => ({
        slot_at: isoTime(slotAt),
        state: artifacts[0]?.state ?? 'unknown',
        expires_at: isoTime(Math.min(...artifacts.map(({ expiresAt }) => expiresAt))),
        artifacts: artifacts.map(artifactToView),
      })),
    }
  },
})
