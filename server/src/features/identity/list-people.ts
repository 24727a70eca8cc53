import { peopleFilter, personPage } from '@bongsu/contract/identity.ts'
import { pageInput } from '@bongsu/contract/page.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { searchPeople } from './person-store.ts'
import { personToView } from './person-view.ts'

export const listPeople = operation({
  name: 'list-people',
  summary: text('사용자를 검색하고 조회합니다.', 'Lists and searches people.'),
  access: 'people.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/people' },
  tool: true,
  input: z.strictObject({ ...pageInput, ...peopleFilter }),
  output: personPage,
  async run(ctx, { page, page_size, ...search }) {
    const now = ctx.clock.now()
    const { people, total } = await searchPeople(ctx.db, search, now, page_size, (page - 1) * page_size)
    return { items: people.map((person) => personToView(person, now)), total, page, page_size }
  },
})
