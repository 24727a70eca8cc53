import { text } from '@bongsu/contract/text.ts'
import { Radar } from 'lucide-react'
import { call } from '#lib/api.ts'
import type { SearchProvider } from '#lib/search.ts'
import { shortUrl } from './short-url.ts'

const most = 6

/** Projects for ⌘K: by title, address, description, category and tag. */
export const searchProvider: SearchProvider = {
  group: text('프로젝트', 'Projects'),
  async search(query, signal) {
    const { items } = await call('list-projects', { q: query, page_size: most }, { signal })
    return items.map(({ id, title, url }) => ({
      id: `project ${id}`,
      label: title,
      description: shortUrl(url),
      icon: Radar,
      to: `/projects/${id}`,
    }))
  },
}
