import { stateChangePage } from '@bongsu/contract/incidents.ts'
import { pageInput } from '@bongsu/contract/page.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { projectsKey } from '#features/projects/index.ts'
import { isoTime } from '#kernel/clock.ts'
import { operation } from '#platform/operations/operation.ts'
import { searchChanges } from './change-list.ts'

const gone = text('삭제됨', 'deleted')

export const listStateChanges = operation({
  name: 'list-state-changes',
  summary: text('상태 변화를 최신순으로 조회합니다.', 'Lists changes of state, newest first.'),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/state-changes' },
  input: z.strictObject({
    ...pageInput,
    project_id: z.int().min(1).optional(),
    monitor_id: z.int().min(1).optional(),
  }),
  output: stateChangePage,
  async run(ctx, input) {
    const { page, page_size } = input
    const found = await searchChanges(ctx.db, {
      projectId: input.project_id,
      monitorId: input.monitor_id,
      page,
      page_size,
    })
    const projects = ctx.use(projectsKey)
    const monitors = await projects.monitors(ctx.db, [...new Set(found.items.map((change) => change.monitorId))])
    const titles = await projects.projects(ctx.db, [...new Set(found.items.map((change) => change.projectId))])
    return {
      ...found,
      items: found.items.map((change) => {
        const monitor = monitors.get(change.monitorId)
        return {
          id: change.id,
          project: { id: change.projectId, title: titles.get(change.projectId)?.title ?? gone[ctx.language] },
          monitor: {
            id: change.monitorId,
            name: monitor?.name ?? gone[ctx.language],
            kind: monitor?.kind ?? '',
          },
          what: change.what,
          from: change.from,
          to: change.to,
          at: isoTime(change.at),
          confirmed_at: isoTime(change.confirmedAt),
          incident_id: change.incidentId,
          message: change.message[ctx.language],
          suppressed: change.suppressed,
        }
      }),
    }
  },
})
