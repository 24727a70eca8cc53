import { text } from '@bongsu/contract/text.ts'
import { KeyRound } from 'lucide-react'
import { call } from '#lib/api.ts'
import type { SearchProvider } from '#lib/search.ts'

const most = 6

/** Tokens for ⌘K: by name, owner and first letters. */
export const searchProvider: SearchProvider = {
  group: text('토큰', 'Tokens'),
  async search(query, signal) {
    const { items } = await call('list-tokens', { q: query, page_size: most }, { signal })
    return items.map(({ id, name, owner, hint }) => ({
      id: `token ${id}`,
      label: name,
      description: [owner?.name, `${hint}…`].filter(Boolean).join(' · '),
      icon: KeyRound,
      to: `/tokens?edit=${id}`,
    }))
  },
}
