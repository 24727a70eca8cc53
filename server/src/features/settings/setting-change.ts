import { type Language, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { invalidField } from '#kernel/errors.ts'
import { parseInput } from '#platform/operations/parse.ts'
import type { Fields, Setting } from './setting.ts'
import type { StoredSetting } from './setting-store.ts'
import type { SettingsRegistry } from './settings-registry.ts'

/** What an admin sends: fields left out stay, and so do secrets given as null. */
export interface ChangedSetting {
  /** For the store: secrets sealed. */
  readonly sealed: Fields
  /** For use: secrets opened. Undefined fields are secrets that are stored but cannot be opened. */
  readonly plain: Fields
  /** Names and values for the audit line, secrets by name only. */
  readonly changes: Fields
}

/** What a stored secret that cannot be opened is called while the rest of the form is checked. */
const placeholder = 'a secret that is stored already'

export function changeSetting(
  registry: SettingsRegistry,
  setting: Setting,
  stored: StoredSetting | undefined,
  given: Fields,
  language: Language,
): ChangedSetting {
  refusePinned(registry, setting, given)
  const { key } = setting
  const secrets = registry.secretFields(key)
  const before = registry.sealedValue(key, stored)
  const candidate: Fields = { ...before }
  for (const [field, value] of Object.entries(given)) {
    if (!secrets.includes(field)) candidate[field] = value
  }
  for (const field of secrets) candidate[field] = secretOf(registry, key, field, before[field], given[field])
  const schema = z.strictObject({ value: setting.schema })
  const plain = parseInput(schema, { value: candidate }, language).value as Fields

  const sealed: Fields = {}
  const changes: Fields = {}
  for (const [field, value] of Object.entries(plain)) {
    if (field in registry.pinned(key)) continue
    if (!secrets.includes(field)) {
      sealed[field] = value
      if (JSON.stringify(value) !== JSON.stringify(before[field])) changes[field] = { from: before[field], to: value }
      continue
    }
    const isKept = given[field] === undefined || given[field] === null
    sealed[field] = isKept ? (before[field] ?? null) : value ? registry.seal(key, field, String(value)) : null
    if (!isKept) changes[field] = value ? 'replaced' : 'removed'
  }
  return { sealed, plain, changes }
}

/** Left out or null keeps the secret, an empty text or `{clear: true}` removes it, anything else replaces it. */
function secretOf(registry: SettingsRegistry, key: string, field: string, before: unknown, given: unknown): unknown {
  if (given === '' || (typeof given === 'object' && given !== null && 'clear' in given && given.clear === true))
    return null
  if (given !== undefined && given !== null) return given
  return registry.isReadable(key, field, before) ? registry.open(key, field, before) : placeholder
}

function refusePinned(registry: SettingsRegistry, setting: Setting, given: Fields): void {
  const pinned = registry.pinned(setting.key)
  for (const field of Object.keys(pinned)) {
    if (given[field] === undefined || JSON.stringify(given[field]) === JSON.stringify(pinned[field])) continue
    throw invalidField(
      `value.${field}`,
      text(
        '서버의 환경 변수로 정해진 값이라 여기서 바꿀 수 없습니다.',
        'The server’s environment decides this value, so it cannot be changed here.',
      ),
    )
  }
}
