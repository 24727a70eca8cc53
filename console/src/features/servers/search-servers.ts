import { Server } from 'lucide-react'
import { call } from '#lib/api.ts'
import type { SearchProvider } from '#lib/search.ts'

const most = 10

export const searchProvider: SearchProvider = {
  group: { ko: '가상 서버', en: 'Virtual servers' },
  async search(query, signal) {
    const words = query.toLowerCase()
    const { items } = await call('list-virtual-servers', {}, { signal })
    return items
      .filter(({ title, slug }) => `${title} ${slug}`.toLowerCase().includes(words))
      .slice(0, most)
      .map(({ id, title, path }) => ({
        id: `virtual-server:${id}`,
        label: title,
        description: path,
        icon: Server,
        to: `/servers/${id}`,
      }))
  },
}
