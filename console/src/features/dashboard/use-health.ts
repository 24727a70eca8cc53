import { useQuery } from '@tanstack/react-query'
import { queryOf } from '#lib/api.ts'
import { useMay } from '#lib/me.ts'

/** Nothing has come yet, neither an answer nor a failure. */
const isFirstTry = ({ isLoading, failureCount }: { isLoading: boolean; failureCount: number }): boolean =>
  isLoading && failureCount === 0

/** How checking goes. Asked every half minute: it is our own pulse. */
export function useScheduler() {
  const may = useMay('get-scheduler-status')
  const query = useQuery({
    ...queryOf('get-scheduler-status'),
    enabled: may,
    staleTime: 20_000,
    refetchInterval: 30_000,
  })
  return { data: query.data, isFirstTry: isFirstTry(query) }
}

/** Alerts that reached nobody; only managers may see deliveries. */
export function useDeadDeliveries() {
  const may = useMay('list-deliveries')
  const query = useQuery({
    ...queryOf('list-deliveries', { state: 'dead', page_size: 10 }),
    enabled: may,
    staleTime: 30_000,
    refetchInterval: 60_000,
  })
  return { data: query.data, may, isFirstTry: isFirstTry(query) }
}
