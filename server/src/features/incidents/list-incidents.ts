import { incidentPage, incidentStates } from '@bongsu/contract/incidents.ts'
import { pageInput } from '@bongsu/contract/page.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { searchIncidents } from './incident-list.ts'
import { incidentViews } from './incident-view.ts'

const moment = z.iso.datetime({ offset: true })

export const listIncidents = operation({
  name: 'list-incidents',
  summary: text('장애를 최신순으로 조회합니다.', 'Lists incidents, newest first.'),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/incidents' },
  input: z.strictObject({
    ...pageInput,
    state: z.enum(incidentStates).optional(),
    project_id: z.int().min(1).optional(),
    monitor_id: z.int().min(1).optional(),
    acknowledged: z.boolean().optional(),
    q: z.string().trim().max(200).optional().describe('In project, monitor and message'),
    from: moment.optional().describe('Still open then or later'),
    to: moment.optional().describe('Opened before'),
  }),
  output: incidentPage,
  async run(ctx, input) {
    const { page, page_size, state, q, from, to } = input
    const found = await searchIncidents(ctx.db, {
      ...{ page, page_size, state, q },
      projectId: input.project_id,
      monitorId: input.monitor_id,
      isAcknowledged: input.acknowledged,
      from: from === undefined ? undefined : Date.parse(from),
      to: to === undefined ? undefined : Date.parse(to),
    })
    return { ...found, items: await incidentViews(ctx, found.items) }
  },
})
