import { noticePage } from '@bongsu/contract/incidents.ts'
import { pageInput } from '@bongsu/contract/page.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { projectsKey } from '#features/projects/index.ts'
import { isoTime } from '#kernel/clock.ts'
import { operation } from '#platform/operations/operation.ts'
import { searchNotices } from './notice-list.ts'

const gone = text('삭제됨', 'deleted')

export const listNotices = operation({
  name: 'list-notices',
  summary: text(
    '상태는 아니지만 한 번 알린 소식(콘텐츠·인증서·정의 변경, 만료 예정)을 최신순으로 조회합니다.',
    'Lists what was told once without being a state (content, certificate or definition changed, soon to expire).',
  ),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/notices' },
  input: z.strictObject({
    ...pageInput,
    project_id: z.int().min(1).optional(),
    monitor_id: z.int().min(1).optional(),
  }),
  output: noticePage,
  async run(ctx, { page, page_size, project_id, monitor_id }) {
    const found = await searchNotices(ctx.db, { projectId: project_id, monitorId: monitor_id, page, page_size })
    const projects = ctx.use(projectsKey)
    const monitors = await projects.monitors(ctx.db, [...new Set(found.items.map((notice) => notice.monitorId))])
    const titles = await projects.projects(ctx.db, [...new Set(found.items.map((notice) => notice.projectId))])
    return {
      ...found,
      items: found.items.map((notice) => {
        const monitor = monitors.get(notice.monitorId)
        return {
          id: notice.id,
          project: { id: notice.projectId, title: titles.get(notice.projectId)?.title ?? gone[ctx.language] },
          monitor: {
            id: notice.monitorId,
            name: monitor?.name ?? gone[ctx.language],
            kind: monitor?.kind ?? '',
          },
          type: notice.type,
          severity: notice.severity,
          message: notice.message[ctx.language],
          details: notice.details,
          at: isoTime(notice.at),
          suppressed: notice.suppressed,
        }
      }),
    }
  },
})
