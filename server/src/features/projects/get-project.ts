import { projectDetailView } from '@bongsu/contract/projects.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { projectAnswer } from './project-answers.ts'

export const getProject = operation({
  name: 'get-project',
  summary: text(
    '프로젝트 하나를 모니터와 함께 조회합니다. 삭제된 프로젝트는 is_active가 false입니다.',
    'Shows one project with its monitors. A deleted one has is_active false.',
  ),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/projects/{id}' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: projectDetailView,
  run: (ctx, input) => projectAnswer(ctx, input.id),
})
