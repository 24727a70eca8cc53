import type { Access } from '@bongsu/contract/permissions.ts'
import type { Text } from '@bongsu/contract/text.ts'
import type { LucideIcon } from 'lucide-react'
import { type ComponentType, createContext, type LazyExoticComponent, useContext } from 'react'
import { useMayAccess } from './me.ts'

/**
 * Places where one feature shows something of another, without either knowing the other. The app fills them in
 * `app/routes.tsx`, one line each.
 */
export type SlotName = 'top-bar' | 'my-page' | 'project' | 'dashboard' | 'background'

export interface SlotItem {
  readonly key: string
  readonly access: Access
  /** For slots whose items have a name, such as tabs. */
  readonly title?: Text
  readonly icon?: LucideIcon
  readonly Item: LazyExoticComponent<ComponentType>
}

export type Slots = Readonly<Record<SlotName, readonly SlotItem[]>>

export const SlotsContext = createContext<Slots>({
  'top-bar': [],
  'my-page': [],
  project: [],
  dashboard: [],
  background: [],
})

/** What stands in a slot, as far as the person may see it. */
export function useSlot(name: SlotName): readonly SlotItem[] {
  const may = useMayAccess()
  return useContext(SlotsContext)[name].filter((item) => may(item.access))
}
