import type { Language } from '@bongsu/contract/text.ts'
import type { LucideIcon } from 'lucide-react'

/** One thing ⌘K can find. `to` opens a page of the console, `run` does something. */
export interface SearchHit {
  readonly id: string
  readonly label: string
  readonly description?: string
  readonly icon?: LucideIcon
  readonly to?: string
  readonly run?: () => void
}

/**
 * Finds things of one feature (projects, people, tools …). Offered as `export const searchProvider` of a file listed in
 * `app/routes.tsx`; loaded when somebody first searches.
 */
export interface SearchProvider {
  readonly group: Readonly<Record<Language, string>>
  search(query: string, signal: AbortSignal): Promise<readonly SearchHit[]>
}
