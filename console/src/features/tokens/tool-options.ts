import { call } from '#lib/api.ts'
import type { RemoteOptions } from '#lib/remote-options.ts'

const shown = 30

/** Tools by name, searched by the server. A name that is gone stays, so that nothing changes without being seen. */
export const toolOptions: RemoteOptions = {
  key: 'tools',
  async search(q, signal) {
    const { items } = await call('browse-tools', { ...(q ? { q } : {}), page_size: shown }, { signal })
    return items.map(({ name }) => ({ value: name, label: name }))
  },
  find: async (names) => names.map((name) => ({ value: name, label: name })),
}
