import { useQuery } from '@tanstack/react-query'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { usageTexts } from './usage.i18n.ts'
import type { Call, UsageStats } from './usage-input.ts'

/** Who called: a person, or a service token that is nobody's. Those who are gone keep their number. */
export function useCallerName() {
  const t = useTexts(usageTexts)
  return ({ person, token }: Pick<Call, 'person' | 'token'>): string => {
    if (person) return person.name ?? t('charts.gone', { id: person.id })
    if (token) return token.name ?? t('charts.goneToken', { id: token.id })
    return t('charts.nobody')
  }
}

/** The same of a sum. */
export function useSumName() {
  const t = useTexts(usageTexts)
  return ({ name, person_id: person, token_id: token }: UsageStats['by_person'][number]): string => {
    if (name) return name
    if (person !== null) return t('charts.gone', { id: person })
    return token === null ? t('charts.nobody') : t('charts.goneToken', { id: token })
  }
}

const doors = Object.keys(usageTexts.ko.doors) as (keyof typeof usageTexts.ko.doors)[]

export function useDoorName() {
  const t = useTexts(usageTexts)
  return (door: string): string => {
    const known = doors.find((one) => one === door)
    return known ? t(`doors.${known}`) : door
  }
}

/** Tool calls come in through these. */
export const callDoors = ['mcp', 'stdio', 'http'] as const

/** Where tools come from, by the names their sources give themselves. */
export function useSources() {
  const { data } = useQuery({ ...queryOf('browse-tools', { page_size: 1 }), staleTime: 300_000 })
  const sources = data?.sources ?? []
  return {
    sources,
    nameOf: (id: string): string => sources.find((source) => source.id === id)?.title ?? id,
  }
}
