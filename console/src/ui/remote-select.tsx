import { MultiSelect, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import type { RemoteOptions } from '#lib/remote-options.ts'
import { uiTexts } from './ui.i18n.ts'

interface CommonProps {
  readonly options: RemoteOptions
  readonly label: string
  /** The label is said, not shown: in a filter bar. */
  readonly isBare?: boolean
  readonly description?: ReactNode
  readonly error?: string | undefined
  readonly name?: string
  readonly className?: string
  readonly isRequired?: boolean
  readonly isDisabled?: boolean
}

/** One of very many: people, projects. */
export function RemoteSelect({
  value,
  onChange,
  options,
  isBare,
  isRequired,
  isDisabled,
  ...rest
}: CommonProps & { readonly value: string; onChange(value: string): void }) {
  const t = useTexts(uiTexts)
  const { data, query, setQuery, isSearching } = useOptions(options, value === '' ? [] : [value])
  return (
    <Select
      {...rest}
      {...labelProps(rest.label, isBare)}
      withAsterisk={isRequired}
      disabled={isDisabled}
      data={data}
      value={value === '' ? null : value}
      onChange={(next) => onChange(next ?? '')}
      searchable
      searchValue={query}
      onSearchChange={setQuery}
      // The server has searched already, and in more than the names.
      filter={({ options: found }) => found}
      clearable
      clearButtonProps={{ 'aria-label': t('filter.clear') }}
      nothingFoundMessage={isSearching ? t('table.loading') : t('table.noMatch')}
      checkIconPosition="right"
    />
  )
}

/** Several of very many. */
export function RemoteMultiSelect({
  values,
  onChange,
  options,
  isBare,
  isRequired,
  isDisabled,
  ...rest
}: CommonProps & { readonly values: readonly string[]; onChange(values: string[]): void }) {
  const t = useTexts(uiTexts)
  const { data, query, setQuery, isSearching } = useOptions(options, values)
  const { placeholder, ...names } = labelProps(rest.label, isBare)
  return (
    <MultiSelect
      {...rest}
      {...names}
      placeholder={values.length === 0 ? placeholder : ''}
      withAsterisk={isRequired}
      disabled={isDisabled}
      data={data}
      value={[...values]}
      onChange={onChange}
      searchable
      searchValue={query}
      onSearchChange={setQuery}
      filter={({ options: found }) => found}
      hidePickedOptions
      nothingFoundMessage={isSearching ? t('table.loading') : t('table.noMatch')}
    />
  )
}

const labelProps = (label: string, isBare = false) =>
  isBare ? { label: undefined, 'aria-label': label, placeholder: label } : { label, placeholder: '' }

const typingPauseMs = 250

function useOptions(options: RemoteOptions, chosen: readonly string[]) {
  const [query, setQuery] = useState('')
  const [settled] = useDebouncedValue(query, typingPauseMs)
  const known = useQuery({
    queryKey: ['options', options.key, 'chosen', ...chosen],
    queryFn: ({ signal }) => options.find(chosen, signal),
    enabled: chosen.length > 0,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  })
  // The chosen one's name in the search box is not a search.
  const isName = known.data?.some(({ label }) => label === settled) ?? false
  const words = isName ? '' : settled.trim()
  const found = useQuery({
    queryKey: ['options', options.key, words],
    queryFn: ({ signal }) => options.search(words, signal),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  })
  const named = chosen.map(
    (value) =>
      known.data?.find((one) => one.value === value) ??
      found.data?.find((one) => one.value === value) ?? { value, label: `#${value}` },
  )
  const others = (found.data ?? []).filter(({ value }) => !chosen.includes(value))
  return { data: [...named, ...others], query, setQuery, isSearching: found.isFetching }
}
