import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Me } from '#lib/me.ts'
import { meQuery } from '#lib/me.ts'

/** Lets a person in who has just signed in: what we know of them is kept, and they go where they were going. */
export function useEnter(): (me: Me) => Promise<void> {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as { return?: unknown }
  return async (me) => {
    queries.setQueryData(meQuery().queryKey, me)
    await navigate({ href: safeReturn(search.return), replace: true })
  }
}

/** Only addresses of this console: a link to our sign-in page must not lead on to somebody else's page. */
export function safeReturn(address: unknown): string {
  if (typeof address !== 'string') return '/'
  const origin = 'http://console'
  const isPath = address.startsWith('/') && URL.canParse(address, origin) && new URL(address, origin).origin === origin
  return isPath ? address : '/'
}
