import { useQuery } from '@tanstack/react-query'
import { type InputOf, type OutputOf, queryOf } from './api.ts'

export type CheckKind = OutputOf<'list-check-kinds'>['items'][number]

/** The kinds of this installation, in their own order. They change only with a new version of the server. */
const checkKindsQuery = () => ({ ...queryOf('list-check-kinds'), staleTime: 3_600_000 })

export function useCheckKinds() {
  const query = useQuery(checkKindsQuery())
  return { ...query, kinds: query.data?.items ?? [] }
}

/** What people call a kind; its own name until the list has come. */
export function useKindLabel(): (kind: string) => string {
  const { kinds } = useCheckKinds()
  return (kind) => kinds.find((one) => one.kind === kind)?.label ?? kind
}

/** The body of a run is the kind's own options: only its schema knows them. */
export const runInput = (kind: string, options: Readonly<Record<string, unknown>>): InputOf<'run-check'> => ({
  ...options,
  kind,
})
