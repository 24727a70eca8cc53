import { incidentDetail } from '@bongsu/contract/incidents.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { incidentAnswer } from './incident-answer.ts'

export const getIncident = operation({
  name: 'get-incident',
  summary: text('장애 하나를 경과와 함께 조회합니다.', 'Shows one incident with its timeline.'),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/incidents/{id}' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: incidentDetail,
  run: (ctx, { id }) => incidentAnswer(ctx, id),
})
