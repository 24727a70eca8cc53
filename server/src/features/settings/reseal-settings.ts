import type { Database } from '#platform/db/contract.ts'
import type { Fields } from './setting.ts'
import { findSetting, findSettingToChange, saveSetting } from './setting-store.ts'
import type { SettingsRegistry } from './settings-registry.ts'

/**
 * After the key was changed: seals again under the new one what an old key still opens, so that the old key may go at
 * the next start. What no key opens stays as it is.
 */
export async function resealSettings(database: Database, registry: SettingsRegistry): Promise<number> {
  let resealed = 0
  for (const { key } of registry.definitions) {
    const stored = await findSetting(database, key)
    if (!stored || outdatedFields(registry, key, stored.value).length === 0) continue
    await database.transaction(async (tx) => {
      const latest = await findSettingToChange(tx, key)
      if (!latest) return
      const value: Fields = { ...latest.value }
      for (const field of outdatedFields(registry, key, value))
        value[field] = registry.seal(key, field, registry.open(key, field, value[field]) ?? '')
      // Not a change of the value: its time and author stay.
      await saveSetting(tx, { ...latest, value })
      tx.afterCommit(() => registry.apply(key, { ...latest, value }))
    })
    resealed += 1
  }
  return resealed
}

const outdatedFields = (registry: SettingsRegistry, key: string, value: Fields): string[] =>
  registry
    .secretFields(key)
    .filter(
      (field) =>
        typeof value[field] === 'string' &&
        !registry.isCurrent(value[field]) &&
        registry.isReadable(key, field, value[field]),
    )
