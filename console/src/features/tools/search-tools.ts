import { text } from '@bongsu/contract/text.ts'
import { Wrench } from 'lucide-react'
import { call } from '#lib/api.ts'
import type { SearchProvider } from '#lib/search.ts'

const most = 6

/** Tools for ⌘K: by name, title, description and tag. */
export const searchProvider: SearchProvider = {
  group: text('도구', 'Tools'),
  async search(query, signal) {
    const { items } = await call('browse-tools', { q: query, page_size: most }, { signal })
    return items.map(({ name, title, description }) => ({
      id: `tool ${name}`,
      label: title && title !== name ? `${title} (${name})` : name,
      description,
      icon: Wrench,
      to: `/tools/${name}`,
    }))
  },
}
