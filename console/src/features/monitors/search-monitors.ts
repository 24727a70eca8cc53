import { text } from '@bongsu/contract/text.ts'
import { call } from '#lib/api.ts'
import type { SearchProvider } from '#lib/search.ts'
import { kindIcon } from '#ui/watch/kind-icon.ts'

const most = 6

/** Monitors for ⌘K: by their own name and by what their project is called. */
export const searchProvider: SearchProvider = {
  group: text('모니터', 'Monitors'),
  async search(query, signal) {
    const { items } = await call('list-monitors', { q: query, page_size: most }, { signal })
    return items.map(({ id, name, kind, project_title }) => ({
      id: `monitor ${id}`,
      label: name,
      description: project_title,
      icon: kindIcon(kind),
      to: `/monitors/${id}`,
    }))
  },
}
