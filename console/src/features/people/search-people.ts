import { UserRound } from 'lucide-react'
import { call } from '#lib/api.ts'
import type { SearchProvider } from '#lib/search.ts'

export const searchProvider: SearchProvider = {
  group: { ko: '사용자', en: 'People' },
  async search(q, signal) {
    const { items } = await call('list-people', { q, page_size: 10 }, { signal })
    return items.map((person) => ({
      id: `person:${person.id}`,
      label: person.name,
      description: person.email,
      icon: UserRound,
      to: `/people?edit=${person.id}`,
    }))
  },
}
