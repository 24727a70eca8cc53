import { pageSizes } from '@bongsu/contract/page.ts'
import { type UrlState, type UrlValues, useUrlState } from './url-state.ts'

export interface TableStateOptions<Filters extends UrlValues> {
  /** Column key, with `-` before it for descending. Leave out for lists the server does not sort. */
  readonly sort?: string
  readonly pageSize?: number
  /** Search and filters by the names the operation knows, with their "off" values. */
  readonly filters?: Filters
}

export interface TableState<Filters extends UrlValues = UrlValues> {
  readonly page: number
  readonly pageSize: number
  readonly sort: string
  readonly filters: UrlState<Filters>
  /** What goes to the operation: page, page size, sort if the list sorts, and every filter that is on. */
  readonly input: {
    readonly page: number
    readonly page_size: number
    readonly sort?: string
    readonly order?: 'asc' | 'desc'
  } & Partial<UrlState<Filters>>
  readonly isFiltered: boolean
  setPage(page: number): void
  setPageSize(pageSize: number): void
  setSort(sort: string): void
  setFilters(changes: Partial<UrlState<Filters>>): void
  clearFilters(): void
}

const defaultPageSize = 20

/** Page, sort and filters of one list, all in the URL. Anything but turning the page goes back to the first page. */
export function useTableState<const Filters extends UrlValues = Record<never, never>>(
  options: TableStateOptions<Filters> = {},
): TableState<Filters> {
  const off = (options.filters ?? {}) as Filters
  const usualSize = options.pageSize ?? defaultPageSize
  const [state, change] = useUrlState<UrlValues>({ ...off, page: 1, page_size: usualSize, sort: options.sort ?? '' })

  const filters = Object.fromEntries(Object.keys(off).map((name) => [name, state[name]])) as UrlState<Filters>
  const page = Math.max(1, Math.floor(Number(state.page)))
  const pageSize = (pageSizes as readonly number[]).includes(Number(state.page_size))
    ? Number(state.page_size)
    : usualSize
  const sort = String(state.sort)
  return {
    page,
    pageSize,
    sort,
    filters,
    input: { page, page_size: pageSize, ...sortInput(sort), ...withoutEmpty(filters) },
    isFiltered: Object.entries(filters).some(([name, value]) => isOther(value, off[name])),
    setPage: (next) => change({ page: next }, 'push'),
    setPageSize: (next) => change({ page_size: next, page: 1 }),
    setSort: (next) => change({ sort: next, page: 1 }),
    setFilters: (changes) => change({ ...changes, page: 1 } as UrlValues),
    clearFilters: () => change({ ...off, page: 1 }),
  }
}

/** The URL says `-created_at`; operations take the column and the direction apart. */
function sortInput(sort: string): { sort?: string; order?: 'asc' | 'desc' } {
  if (sort === '') return {}
  return sort.startsWith('-') ? { sort: sort.slice(1), order: 'desc' } : { sort, order: 'asc' }
}

const withoutEmpty = <Filters extends UrlValues>(filters: UrlState<Filters>): Partial<UrlState<Filters>> =>
  Object.fromEntries(
    Object.entries(filters).filter(([, value]) => !(value === '' || (Array.isArray(value) && value.length === 0))),
  ) as Partial<UrlState<Filters>>

const isOther = (value: unknown, off: unknown): boolean =>
  Array.isArray(value) ? value.join('\n') !== (off as readonly string[]).join('\n') : value !== off
