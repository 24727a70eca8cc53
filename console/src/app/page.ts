import type { Access } from '@bongsu/contract/permissions.ts'
import type { Language } from '@bongsu/contract/text.ts'
import type { LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'
import type { SearchProvider } from '#lib/search.ts'

type Words = Readonly<Record<Language, string>>

export const groups = ['overview', 'monitoring', 'tools', 'messages', 'admin'] as const
type Group = (typeof groups)[number]

/** One page of the console: one line in `routes.tsx`. */
export interface PageDefinition {
  /** As the router reads it: `/projects/$id`. */
  readonly path: string
  readonly title: Words
  /** What the person must be allowed to open it; `self.read` is everybody who is signed in. */
  readonly access: Access
  readonly icon: LucideIcon
  /** The group of the left rail it is listed in, in the order of `routes.tsx`. A page without one is reached by links. */
  readonly group?: Group
  /** The page above, for the breadcrumb: `/projects`. */
  readonly parent?: string
  /** Also found by these words in the search. */
  readonly keywords?: string
  /** The module's default export is the page. */
  load(): Promise<{ default: ComponentType }>
}

/** A page that needs no sign-in and has no frame around it. */
export interface PublicPageDefinition {
  readonly path: string
  load(): Promise<{ default: ComponentType }>
}

/** Lets ⌘K find things of a feature; asked only of those who may see them. */
export interface SearchSource {
  readonly key: string
  readonly access: Access
  load(): Promise<{ searchProvider: SearchProvider }>
}
