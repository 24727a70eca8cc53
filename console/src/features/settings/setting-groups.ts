import type { Setting } from './setting-values.ts'

/** In the order they are read. The contract's own list comes with its schemas, which no page needs to load. */
export const settingGroups = [
  'general',
  'people',
  'monitoring',
  'messages',
  'tools',
  'upkeep',
  'rest',
] as const satisfies readonly Setting['group'][]
