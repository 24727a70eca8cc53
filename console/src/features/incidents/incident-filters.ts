import { useTexts } from '#lib/i18n.ts'
import type { FilterDefinition } from '#ui/filter-bar.tsx'
import { incidentsTexts } from './incidents.i18n.ts'

export function useIncidentFilters(): readonly FilterDefinition[] {
  const t = useTexts(incidentsTexts)
  return [
    {
      key: 'state',
      label: t('filter.state'),
      kind: 'segmented',
      options: [
        { value: 'open', label: t('state.open') },
        { value: 'resolved', label: t('column.resolved') },
      ],
    },
    {
      key: 'acknowledged',
      label: t('filter.acknowledged'),
      options: [
        { value: 'true', label: t('filter.yes') },
        { value: 'false', label: t('filter.no') },
      ],
    },
  ]
}
