import { Unplug } from 'lucide-react'
import { call } from '#lib/api.ts'
import type { SearchProvider } from '#lib/search.ts'

const most = 10

export const searchProvider: SearchProvider = {
  group: { ko: '외부 MCP 서버', en: 'Upstreams' },
  async search(query, signal) {
    const words = query.toLowerCase()
    const { items } = await call('list-upstreams', {}, { signal })
    return items
      .filter(({ title, slug }) => `${title} ${slug}`.toLowerCase().includes(words))
      .slice(0, most)
      .map(({ id, title, slug }) => ({
        id: `upstream:${id}`,
        label: title,
        description: slug,
        icon: Unplug,
        to: `/upstreams/${id}`,
      }))
  },
}
