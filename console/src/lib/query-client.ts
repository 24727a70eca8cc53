import { QueryClient } from '@tanstack/react-query'
import { isApiError } from './api-error.ts'
import { currentConnection, onConnectionChange } from './connection.ts'

const passing: ReadonlySet<string> = new Set(['unavailable', 'internal', 'rate_limited'])

/** Refusals will not change by asking again; a server that is restarting will, and so will "not so fast". */
const worthRetrying = (failures: number, error: unknown): boolean =>
  failures < 2 && (!isApiError(error) || passing.has(error.code))

const longestWaitMs = 30_000

/** As long as the server asks for, else soon and then slower. */
const retryDelayMs = (failures: number, error: unknown): number =>
  Math.min(longestWaitMs, isApiError(error) && error.retryAfter ? error.retryAfter * 1000 : 1000 * 2 ** failures)

export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        gcTime: 10 * 60_000,
        retry: worthRetrying,
        retryDelay: retryDelayMs,
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
