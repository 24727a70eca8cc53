import type { RunReport } from '@bongsu/contract/artifacts.ts'
import { queryOptions } from '@tanstack/react-query'
import type { OutputOf } from '#lib/api.ts'
import { send } from '#lib/client.ts'

export type KeptRun = OutputOf<'list-kept-runs'>['items'][number]

/** A report never changes, so it is asked for once. */
export function reportQuery({ artifacts }: KeptRun) {
  const id = artifacts.find(({ type }) => type === 'report')?.id ?? 0
  return queryOptions({
    queryKey: ['artifact', id] as const,
    // Safe because only our own server writes artifacts of this type.
    queryFn: ({ signal }) =>
      send(['GET', '/api/v1/artifacts/{id}', 'projects.read'], { id }, { signal }) as Promise<RunReport>,
    enabled: id !== 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
}
