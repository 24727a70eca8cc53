import { Siren } from 'lucide-react'
import { call } from '#lib/api.ts'
import type { SearchProvider } from '#lib/search.ts'

export const searchProvider: SearchProvider = {
  group: { ko: '장애', en: 'Incidents' },
  async search(q, signal) {
    const { items } = await call('list-incidents', { q, page_size: 5 }, { signal })
    return items.map(({ id, project, monitor, message }) => ({
      id: `incident:${id}`,
      label: `${project.title} · ${monitor.name}`,
      description: message,
      icon: Siren,
      to: `/incidents/${id}`,
    }))
  },
}
