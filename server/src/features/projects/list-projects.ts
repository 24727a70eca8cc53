import { pageOf } from '@bongsu/contract/page.ts'
import { projectFacets, projectFilter, projectView } from '@bongsu/contract/projects.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { ownerNames, personOf } from './project-answers.ts'
import { projectFacets as countFacets, searchProjects } from './project-list.ts'
import { mayReadContacts, projectToView } from './project-view.ts'
import { projectsKit } from './projects-kit.ts'

export const listProjects = operation({
  name: 'list-projects',
  summary: text(
    '프로젝트를 상태, 분류, 태그, 검색어로 골라 조회합니다.',
    'Lists projects by state, category, tag or search.',
  ),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/projects' },
  input: z.strictObject(projectFilter),
  output: pageOf(projectView),
  async run(ctx, { mine, ...input }) {
    const { calendar, sealer } = ctx.use(projectsKit)
    const now = ctx.clock.now()
    const filter = mine ? { ...input, ownerId: personOf(ctx.actor) } : input
    const found = await searchProjects(ctx.db, filter, input.state ? calendar.projectsAt(now) : [])
    const showsContacts = mayReadContacts(ctx.actor)
    const names = await ownerNames(
      ctx,
      found.items.map(({ project }) => project),
    )
    const items = found.items.map((entry) => {
      const { id } = entry.project
      const maintenance = calendar.at(id, now)
      return projectToView(entry, { sealer, showsContacts, maintenance, ownerName: names.get(id) ?? null })
    })
    return { ...found, items }
  },
})

export const listProjectFacets = operation({
  name: 'list-project-facets',
  summary: text(
    '프로젝트 목록을 좁힐 수 있는 분류, 태그, 상태와 그 개수를 조회합니다.',
    'Lists the categories, tags and states that projects can be narrowed by, with counts.',
  ),
  access: 'projects.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/projects/facets' },
  input: z.strictObject({}),
  output: projectFacets,
  run: (ctx) => countFacets(ctx.db, ctx.use(projectsKit).calendar.projectsAt(ctx.clock.now())),
})
