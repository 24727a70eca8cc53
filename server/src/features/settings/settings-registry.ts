import { text } from '@bongsu/contract/text.ts'
import { Failure, isFailure, notFound } from '#kernel/errors.ts'
import { serviceKey } from '#kernel/service.ts'
import type { Db } from '#platform/db/contract.ts'
import { type Sealer, sealedPlace } from '#platform/secrets/sealer.ts'
import { type Fields, type Setting, secretFields } from './setting.ts'
import { allSettings, findSetting, type StoredSetting } from './setting-store.ts'

/** Values as every room reads them: at once, from memory. A change counts at the next read, in every process. */
export interface Settings {
  /** Throws `unavailable` for a setting whose secret cannot be opened; settings without secrets always answer. */
  get<Value extends object>(setting: Setting<Value>): Value
}

export const settingsKey = serviceKey<Settings>('settings')

/** Values that the environment decides, by setting and field. They win, and forms show them as fixed. */
export type PinnedFields = Readonly<Record<string, Fields>>

export interface RegistryParts {
  readonly definitions: readonly Setting[]
  readonly sealer: Sealer
  readonly pinned: PinnedFields
  warn(message: string): void
}

interface Entry {
  readonly stored: StoredSetting | undefined
  /** The opened value, or why it could not be opened. */
  readonly current: { readonly value: Fields } | { readonly failure: Failure }
}

/** The definitions with their present values: what `Settings.get` and this room's verbs work on. */
export class SettingsRegistry implements Settings {
  readonly #parts: RegistryParts
  readonly #definitions: ReadonlyMap<string, Setting>
  readonly #secrets: ReadonlyMap<string, readonly string[]>
  readonly #entries = new Map<string, Entry>()

  constructor(parts: RegistryParts) {
    this.#parts = parts
    this.#definitions = new Map(parts.definitions.map((definition) => [definition.key, definition]))
    if (this.#definitions.size !== parts.definitions.length) throw new Error('two settings share one key')
    this.#secrets = new Map(parts.definitions.map((definition) => [definition.key, secretFields(definition)]))
    for (const definition of parts.definitions) this.apply(definition.key, undefined)
  }

  get<Value extends object>(setting: Setting<Value>): Value {
    const entry = this.#entries.get(setting.key)
    if (!entry) throw new Error(`setting "${setting.key}" is not among the definitions given to createSettings`)
    if ('failure' in entry.current) throw entry.current.failure
    // Safe because only what the setting's own schema has parsed is kept.
    return entry.current.value as Value
  }

  get definitions(): readonly Setting[] {
    return this.#parts.definitions
  }

  definition(key: string): Setting {
    const found = this.#definitions.get(key)
    if (!found) throw notFound(text(`설정 "${key}"`, `The setting "${key}"`))
    return found
  }

  secretFields(key: string): readonly string[] {
    return this.#secrets.get(key) ?? []
  }

  pinned(key: string): Fields {
    return this.#parts.pinned[key] ?? {}
  }

  /** Fields in force, secrets sealed: what is stored over the defaults, and what the environment decides over both. */
  sealedValue(key: string, stored: StoredSetting | undefined): Fields {
    return { ...this.definition(key).default, ...stored?.value, ...this.pinned(key) }
  }

  seal(key: string, field: string, plain: string): string {
    return this.#parts.sealer.seal(plain, sealedPlace('setting', key, field))
  }

  /** The plain secret, or null when none is stored. */
  open(key: string, field: string, sealed: unknown): string | null {
    return typeof sealed === 'string' && sealed !== ''
      ? this.#parts.sealer.open(sealed, sealedPlace('setting', key, field))
      : null
  }

  /** Whether it is the present key that sealed it. */
  isCurrent(sealed: string): boolean {
    return this.#parts.sealer.isCurrent(sealed)
  }

  isReadable(key: string, field: string, sealed: unknown): boolean {
    try {
      this.open(key, field, sealed)
      return true
    } catch {
      return false
    }
  }

  /** Takes over what is stored now: after a commit of ours, and when another process says so. */
  apply(key: string, stored: StoredSetting | undefined): void {
    if (!this.#definitions.has(key)) return
    this.#entries.set(key, { stored, current: this.#open(key, stored) })
  }

  async reload(db: Db, key?: string): Promise<void> {
    if (key !== undefined) return this.apply(key, await findSetting(db, key))
    const stored = new Map((await allSettings(db)).map((setting) => [setting.key, setting]))
    for (const definition of this.#parts.definitions) {
      const next = stored.get(definition.key)
      const known = this.#entries.get(definition.key)?.stored
      if (known?.updatedAt !== next?.updatedAt) this.apply(definition.key, next)
    }
  }

  #open(key: string, stored: StoredSetting | undefined): Entry['current'] {
    const definition = this.definition(key)
    const value = this.sealedValue(key, stored)
    try {
      for (const field of this.secretFields(key)) value[field] = this.open(key, field, value[field])
    } catch (error) {
      if (!isFailure(error)) throw error
      this.#parts.warn(`setting "${key}": ${error.message}`)
      return { failure: new Failure(error.code, error.text, { setting: key }) }
    }
    const parsed = definition.schema.safeParse(value)
    if (parsed.success) return { value: parsed.data as Fields }
    this.#parts.warn(`the stored setting "${key}" does not fit this version; its defaults are in force`)
    return { value: { ...definition.default } }
  }
}

export const registryKey = serviceKey<SettingsRegistry>('settings-registry')
