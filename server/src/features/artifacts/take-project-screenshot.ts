import { projectScreenshot } from '@bongsu/contract/artifacts.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { projectsKey } from '#features/projects/index.ts'
import { isoTime } from '#kernel/clock.ts'
import { notFound } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { artifactsKit } from './artifacts-kit.ts'
import { pictureOf } from './picture-store.ts'
import { isFresh } from './project-pictures.ts'

export const takeProjectScreenshot = operation({
  name: 'take-project-screenshot',
  summary: text(
    '프로젝트 주소의 화면을 찍습니다. 24시간이 지나지 않은 화면이 있으면 그것을 돌려주고, force가 true이면 새로 찍습니다.',
    'Takes a picture of the address of a project. One that is younger than 24 hours is given instead unless force is true.',
  ),
  access: 'checks.run',
  effect: 'write',
  transaction: 'none',
  tool: true,
  http: { method: 'POST', path: '/api/v1/projects/{id}/screenshot' },
  input: z.strictObject({ id: z.int().min(1), force: z.boolean().default(false) }),
  output: projectScreenshot,
  async run(ctx, { id, force }) {
    const project = await ctx.use(projectsKey).project(ctx.db, id)
    if (!project) throw notFound(text(`프로젝트 ${id}`, `The project ${id}`))
    ctx.audit({ target: { kind: 'project', id, label: project.title } })
    const picture = await pictureOf(ctx.db, id)
    const isCached = !force && isFresh(picture, project.url, ctx.clock.now())
    const takenAt =
      isCached && picture ? picture.takenAt : await ctx.use(artifactsKit).pictures.take(project, ctx.signal)
    return {
      project_id: id,
      taken_at: isoTime(takenAt),
      is_cached: isCached,
      screenshot_url: `/api/v1/projects/${id}/screenshot`,
      thumbnail_url: `/api/v1/projects/${id}/thumbnail`,
    }
  },
})
