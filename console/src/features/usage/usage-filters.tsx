import { callOutcomeField } from '@bongsu/contract/tools.ts'
import { useTexts } from '#lib/i18n.ts'
import { peopleOptions, tokenOptions, toolOptions } from '#lib/remote-options.ts'
import type { TableState } from '#lib/table-state.ts'
import { FilterBar } from '#ui/filter-bar.tsx'
import { PeriodFilter } from '#ui/period-filter.tsx'
import { RemoteSelect } from '#ui/remote-select.tsx'
import { toolTexts } from '#ui/tools/tools.i18n.ts'
import { callDoors, useDoorName } from './names.ts'
import { usageTexts } from './usage.i18n.ts'
import classes from './usage.module.css'
import type { usageFilters } from './usage-input.ts'

interface UsageFiltersProps {
  readonly table: TableState<typeof usageFilters>
  readonly seesAll: boolean
  readonly sources: readonly { readonly id: string; readonly title: string }[]
}

export function UsageFilters({ table, seesAll, sources }: UsageFiltersProps) {
  const t = useTexts(usageTexts)
  const word = useTexts(toolTexts)
  const doorName = useDoorName()
  const { filters } = table
  return (
    <FilterBar
      table={table}
      filters={[
        {
          key: 'outcome',
          label: t('filters.outcome'),
          options: callOutcomeField.options.map((value) => ({ value, label: word(`outcomes.${value}`) })),
        },
        {
          key: 'source',
          label: t('filters.source'),
          options: sources.map(({ id, title }) => ({ value: id, label: title })),
        },
        {
          key: 'door',
          label: t('filters.door'),
          options: callDoors.map((value) => ({ value, label: doorName(value) })),
        },
      ]}
    >
      <RemoteSelect
        isBare
        className={classes.filter ?? ''}
        label={t('filters.tool')}
        options={toolOptions}
        value={filters.tool}
        onChange={(tool) => table.setFilters({ tool })}
      />
      {seesAll && (
        <RemoteSelect
          isBare
          className={classes.filter ?? ''}
          label={t('filters.person')}
          options={peopleOptions}
          value={filters.person}
          onChange={(person) => table.setFilters({ person })}
        />
      )}
      <RemoteSelect
        isBare
        className={classes.filter ?? ''}
        label={t('filters.token')}
        options={tokenOptions}
        value={filters.token}
        onChange={(token) => table.setFilters({ token })}
      />
      <PeriodFilter table={table} />
    </FilterBar>
  )
}
