import { displayStates } from '@bongsu/contract/states.ts'
import { useQuery } from '@tanstack/react-query'
import { type InputOf, queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { useTableState } from '#lib/table-state.ts'
import type { FilterDefinition } from '#ui/filter-bar.tsx'
import { uiTexts } from '#ui/ui.i18n.ts'
import { projectsTexts } from './projects.i18n.ts'

/** Page, sort and filters of the project list, in the URL. */
export const useProjectTable = () =>
  useTableState({ sort: 'state', filters: { q: '', scope: '', state: '', category: '', tag: '' } })

export type ProjectTable = ReturnType<typeof useProjectTable>

/** The scope of the URL as the operation knows it. */
export function listInput({ scope, ...rest }: ProjectTable['input']) {
  return {
    ...rest,
    ...(scope === 'deleted' ? { deleted: true } : {}),
    ...(scope === 'mine' ? { mine: true } : {}),
  } as InputOf<'list-projects'>
}

/** What the list can be narrowed by: only categories, tags and states that there are. */
export function useProjectFilters(): FilterDefinition[] {
  const t = useTexts(projectsTexts)
  const states = useTexts(uiTexts)
  const { data } = useQuery({ ...queryOf('list-project-facets'), staleTime: 60_000 })
  const counted = (facets: readonly { value: string; count: number }[] = [], name = (value: string) => value) =>
    facets.map(({ value, count }) => ({ value, label: t('filter.counted', { name: name(value), count }) }))
  const stateFacets = displayStates.flatMap(
    (state) => data?.states.filter(({ value, count }) => value === state && count > 0) ?? [],
  )
  return [
    {
      key: 'scope',
      label: t('filter.scope'),
      kind: 'segmented',
      options: [
        { value: 'mine', label: t('filter.mine') },
        { value: 'deleted', label: t('filter.deleted') },
      ],
    },
    {
      key: 'state',
      label: t('filter.state'),
      options: counted(stateFacets, (value) => states(`state.${value as 'up'}`)),
    },
    ...(data && data.categories.length > 0
      ? [{ key: 'category', label: t('filter.category'), options: counted(data.categories) }]
      : []),
    ...(data && data.tags.length > 0 ? [{ key: 'tag', label: t('filter.tag'), options: counted(data.tags) }] : []),
  ]
}
