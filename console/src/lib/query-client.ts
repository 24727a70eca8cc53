import { QueryClient } from '@tanstack/react-query'
import { isApiError } from './api-error.ts'
import { currentConnection, onConnectionChange } from './connection.ts'

/** Refusals will not change by asking again; a server that is restarting will. */
const worthRetrying = (failures: number, error: unknown): boolean =>
  failures < 2 && (!isApiError(error) || error.code === 'unavailable' || error.code === 'internal')

export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        gcTime: 10 * 60_000,
        retry: worthRetrying,
        // Our own connection watch is better informed than the browser's online flag.
        networkMode: 'always',
        refetchOnReconnect: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
  onConnectionChange(() => {
    if (currentConnection().reachable) void client.invalidateQueries()
  })
  return client
}
