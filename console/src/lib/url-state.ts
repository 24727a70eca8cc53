import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'

/** What a URL can hold. The defaults give the types; a value equal to its default is left out of the URL. */
export type UrlValue = string | number | boolean | readonly string[]
export type UrlValues = Readonly<Record<string, UrlValue>>

type Widened<Value> = Value extends string
  ? string
  : Value extends number
    ? number
    : Value extends boolean
      ? boolean
      : readonly string[]
export type UrlState<Defaults extends UrlValues> = { readonly [Key in keyof Defaults]: Widened<Defaults[Key]> }

export type RawSearch = Readonly<Record<string, string | readonly string[]>>

/** Plain, readable query strings (`?state=open&tag=a&tag=b`): text and lists of text, nothing encoded twice. */
export function parseSearch(text: string): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {}
  for (const [name, value] of new URLSearchParams(text)) {
    const before = values[name]
    values[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]
  }
  return values
}

export function stringifySearch(values: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) query.append(name, String(item))
    }
  }
  const text = query.toString()
  return text ? `?${text}` : ''
}

export function readSearch<Defaults extends UrlValues>(search: RawSearch, defaults: Defaults): UrlState<Defaults> {
  const state: Record<string, UrlValue> = {}
  for (const [name, fallback] of Object.entries(defaults)) state[name] = readValue(search[name], fallback)
  return state as UrlState<Defaults>
}

/** Whatever somebody typed into the address bar, the page gets a value of the right type. */
function readValue(raw: string | readonly string[] | undefined, fallback: UrlValue): UrlValue {
  if (raw === undefined) return fallback
  if (Array.isArray(fallback)) return Array.isArray(raw) ? raw : [raw as string]
  const value = (Array.isArray(raw) ? raw[0] : raw) as string
  if (typeof fallback === 'number')
    return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : fallback
  if (typeof fallback === 'boolean') return value === 'true'
  return value
}

export function writeSearch(
  search: RawSearch,
  changes: Readonly<Record<string, UrlValue | undefined>>,
  defaults: UrlValues,
): RawSearch {
  const next: Record<string, string | readonly string[]> = { ...search }
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || sameValue(value, defaults[name])) delete next[name]
    else next[name] = Array.isArray(value) ? value : String(value)
  }
  return next
}

const sameValue = (a: UrlValue, b: UrlValue | undefined): boolean =>
  Array.isArray(a) && Array.isArray(b) ? a.join('\n') === b.join('\n') : a === b

/**
 * State that lives in the URL, so that a link shows what its sender saw. `defaults` must not change between renders.
 * Changing replaces the history entry unless `push` is given (tabs push, filters do not).
 */
export function useUrlState<const Defaults extends UrlValues>(
  defaults: Defaults,
): [UrlState<Defaults>, (changes: Partial<UrlState<Defaults>>, how?: 'push' | 'replace') => void] {
  const search = useSearch({ strict: false }) as RawSearch
  const navigate = useNavigate()
  const key = JSON.stringify(defaults)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the object, which callers write inline
  const state = useMemo(() => readSearch(search, defaults), [search, key])
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const change = useCallback(
    (changes: Partial<UrlState<Defaults>>, how: 'push' | 'replace' = 'replace') => {
      const write = (before: RawSearch) => writeSearch(before, changes as Record<string, UrlValue>, defaults)
      void navigate({ to: '.', search: write as never, replace: how === 'replace', resetScroll: false })
    },
    [navigate, key],
  )
  return [state, change]
}
