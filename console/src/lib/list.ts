import type { Page } from '@bongsu/contract/page.ts'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call, type InputOf, type ListName, queryOf, type RowOf } from './api.ts'

/** Rows for a table, wherever they come from. */
export interface ListSource<Row> {
  readonly rows: readonly Row[]
  readonly total: number
  /** Nothing to show yet. */
  readonly isPending: boolean
  /** Shown rows are the previous page's while the next one travels. */
  readonly isStale: boolean
  readonly error: Error | null
  readonly updatedAt: number
  refetch(): void
  /** Everything the filters let through, for export; the server pages it. */
  fetchAll?(signal?: AbortSignal): Promise<Row[]>
}

/** The input as a URL can hold it: any text where the operation takes one of a few, text where it takes a number. */
type FromUrl<Input> = { readonly [Key in keyof Input]: Loose<Input[Key]> }
type Loose<Value> = Value extends string ? string : Value extends number | boolean ? Value | string : Value

const exportPageSize = 100
/** An export of the screen is for a spreadsheet; more than this is a job for the API. */
const exportMaxRows = 10_000

/** A paged list of the server: keeps the old page on screen while the new one loads, and fetches the next ahead. */
export function useList<Name extends ListName>(name: Name, input: FromUrl<InputOf<Name>>): ListSource<RowOf<Name>> {
  const queries = useQueryClient()
  const query = useQuery({ ...optionsOf(name, input), placeholderData: keepPreviousData })
  const data = query.data
  const { page, page_size: size } = (data ?? { page: 1, page_size: 0 }) as Page<unknown>
  const hasNext = data !== undefined && !query.isPlaceholderData && page * size < data.total

  // biome-ignore lint/correctness/useExhaustiveDependencies: the data stands for name and input
  useEffect(() => {
    if (hasNext) void queries.prefetchQuery(optionsOf(name, { ...input, page: page + 1 }))
  }, [queries, data, hasNext])

  return {
    rows: data?.items ?? [],
    total: data?.total ?? 0,
    isPending: query.isPending,
    isStale: query.isPlaceholderData,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    refetch: () => void query.refetch(),
    fetchAll: (signal) => fetchAll(name, input, signal),
  }
}

// Safe because every list operation answers with a page of its rows; `ListName` admits no other.
const optionsOf = <Name extends ListName>(name: Name, input: unknown) =>
  (queryOf as (name: ListName, input: unknown) => unknown)(name, input) as {
    queryKey: readonly [Name, unknown]
    queryFn: (context: { signal: AbortSignal }) => Promise<Page<RowOf<Name>>>
  }

async function fetchAll<Name extends ListName>(
  name: Name,
  input: FromUrl<InputOf<Name>>,
  signal?: AbortSignal,
): Promise<RowOf<Name>[]> {
  const ask = call as (name: ListName, input: unknown, options: object) => Promise<Page<RowOf<Name>>>
  const rows: RowOf<Name>[] = []
  for (let page = 1; rows.length < exportMaxRows; page += 1) {
    const answer = await ask(name, { ...input, page, page_size: exportPageSize }, signal ? { signal } : {})
    rows.push(...answer.items)
    if (answer.items.length === 0 || rows.length >= answer.total) break
  }
  return rows.slice(0, exportMaxRows)
}

/** A short list that is already here, in the shape a table wants. */
export const localList = <Row>(
  rows: readonly Row[] | undefined,
  query: { isPending?: boolean; error?: Error | null; refetch?: () => unknown } = {},
): ListSource<Row> => ({
  rows: rows ?? [],
  total: rows?.length ?? 0,
  isPending: query.isPending ?? rows === undefined,
  isStale: false,
  error: query.error ?? null,
  updatedAt: 0,
  refetch: () => void query.refetch?.(),
  fetchAll: async () => [...(rows ?? [])],
})
