import { Button, CloseButton, MultiSelect, SegmentedControl, Select, TextInput } from '@mantine/core'
import { FilterX, Search } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import type { TableState } from '#lib/table-state.ts'
import classes from './filter-bar.module.css'
import { uiTexts } from './ui.i18n.ts'

export interface FilterDefinition {
  /** Name of the filter in the table state, which is its name in the URL and for the operation. */
  readonly key: string
  readonly label: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  /** Few exclusive choices read best side by side; a list of values needs `multi`. */
  readonly kind?: 'select' | 'segmented' | 'multi'
}

interface FilterBarProps {
  // A bar works on the table state of any list; what it writes are names the page gave it.
  readonly table: Pick<TableState<never>, 'isFiltered' | 'clearFilters'> & {
    readonly filters: Readonly<Record<string, unknown>>
    setFilters(changes: never): void
  }
  /** Name of the search filter (`q`), if the list can be searched. */
  readonly search?: string
  readonly searchLabel?: string
  readonly filters?: readonly FilterDefinition[]
  /** Further controls, such as a date range. */
  readonly children?: ReactNode
}

/** Search and filters in one quiet bar. Everything in it is in the URL. */
export function FilterBar({ table, search, searchLabel, filters = [], children }: FilterBarProps) {
  const t = useTexts(uiTexts)
  const set = (key: string, value: unknown) => table.setFilters({ [key]: value } as never)
  return (
    <search className={classes.bar}>
      {search && (
        <SearchField
          value={String(table.filters[search] ?? '')}
          label={searchLabel ?? t('filter.search')}
          onChange={(value) => set(search, value)}
        />
      )}
      {filters.map((filter) => (
        <FilterField
          key={filter.key}
          filter={filter}
          value={table.filters[filter.key]}
          onChange={(value) => set(filter.key, value)}
        />
      ))}
      {children}
      {table.isFiltered && (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<FilterX size={15} aria-hidden />}
          onClick={() => table.clearFilters()}
        >
          {t('filter.clear')}
        </Button>
      )}
    </search>
  )
}

const typingPauseMs = 300

/** Writes to the URL when the person pauses, and follows the URL when it changes by itself (back, clear). */
function SearchField({
  value,
  label,
  onChange,
}: {
  readonly value: string
  readonly label: string
  onChange(value: string): void
}) {
  const t = useTexts(uiTexts)
  const [draft, setDraft] = useState(value)
  useEffect(() => setDraft(value), [value])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts the pause
  useEffect(() => {
    if (draft === value) return
    const timer = setTimeout(() => onChange(draft), typingPauseMs)
    return () => clearTimeout(timer)
  }, [draft])
  return (
    <TextInput
      type="search"
      className={classes.search}
      aria-label={label}
      placeholder={label}
      leftSection={<Search size={15} aria-hidden />}
      rightSection={draft && <CloseButton size="sm" aria-label={t('filter.clear')} onClick={() => setDraft('')} />}
      value={draft}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Enter' && onChange(draft)}
    />
  )
}

interface FilterFieldProps {
  readonly filter: FilterDefinition
  readonly value: unknown
  onChange(value: unknown): void
}

function FilterField({ filter, value, onChange }: FilterFieldProps) {
  const t = useTexts(uiTexts)
  const data = filter.options.map(({ value, label }) => ({ value, label }))
  if (filter.kind === 'segmented') {
    return (
      <SegmentedControl
        aria-label={filter.label}
        data={[{ value: '', label: t('filter.all') }, ...data]}
        value={String(value ?? '')}
        onChange={onChange}
      />
    )
  }
  if (filter.kind === 'multi') {
    const chosen = Array.isArray(value) ? (value as string[]) : []
    return (
      <MultiSelect
        className={classes.select}
        aria-label={filter.label}
        placeholder={chosen.length === 0 ? filter.label : ''}
        data={data}
        value={chosen}
        onChange={onChange}
        clearable
        clearButtonProps={{ 'aria-label': t('filter.clear') }}
        hidePickedOptions
      />
    )
  }
  return (
    <Select
      className={classes.select}
      aria-label={filter.label}
      placeholder={filter.label}
      data={data}
      value={value ? String(value) : null}
      onChange={(next) => onChange(next ?? '')}
      clearable
      clearButtonProps={{ 'aria-label': t('filter.clear') }}
      searchable={data.length > 8}
      checkIconPosition="right"
    />
  )
}
