/**
 * Settings: what admins change at run time, each group with its types, defaults, form and perhaps a test button; secrets
 * in it sealed and only ever written. Rooms declare their settings with `defineSetting` and read them with
 * `Settings.get`. What must be known before the database opens is in config.ts, which alone reads the environment.
 */

import { type Clock, second } from '#kernel/clock.ts'
import { errorMessage } from '#kernel/errors.ts'
import type { Room } from '#kernel/room.ts'
import type { Services } from '#kernel/service.ts'
import type { Database, Events } from '#platform/db/contract.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import type { Sealer } from '#platform/secrets/sealer.ts'
import { monitoringSetting, outboundSetting, retentionSetting } from './definitions/monitoring-settings.ts'
import { generalSetting, rateLimitsSetting, signInSetting, signUpSetting } from './definitions/people-settings.ts'
import { smtpSetting } from './definitions/smtp-setting.ts'
import { settingsOperations } from './operations.ts'
import { resealSettings } from './reseal-settings.ts'
import type { Setting } from './setting.ts'
import { settingsChanged } from './settings-events.ts'
import { type PinnedFields, registryKey, type Settings, SettingsRegistry, settingsKey } from './settings-registry.ts'

export { monitoringSetting, outboundSetting, retentionSetting } from './definitions/monitoring-settings.ts'
export { generalSetting, rateLimitsSetting, signInSetting, signUpSetting } from './definitions/people-settings.ts'
export { type SmtpSettings, smtpServerOf, smtpSetting } from './definitions/smtp-setting.ts'
export { identityPolicy, rateRules, retentionOf } from './derived.ts'
export { defineSetting, type Setting, type SettingTest, type TestReport } from './setting.ts'
export { settingsChanged } from './settings-events.ts'
export { type PinnedFields, type Settings, settingsKey } from './settings-registry.ts'

export interface SettingsParts {
  readonly database: Database
  readonly events: Events
  readonly clock: Clock
  readonly services: Services
  readonly sealer: Sealer
  /** Settings that other rooms declare, beside this room's own. */
  readonly definitions?: readonly Setting[]
  readonly pinned?: PinnedFields
  warn(message: string): void
}

const ownDefinitions: readonly Setting[] = [
  generalSetting,
  signUpSetting,
  signInSetting,
  smtpSetting,
  rateLimitsSetting,
  outboundSetting,
  monitoringSetting,
  retentionSetting,
]

/** News from another process may get lost, so everything is looked at again this often. */
const reloadEveryMs = 30 * second

export function createSettings(parts: SettingsParts): { room: Room<AnyOperation>; settings: Settings } {
  const registry = new SettingsRegistry({
    definitions: [...ownDefinitions, ...(parts.definitions ?? [])],
    sealer: parts.sealer,
    pinned: parts.pinned ?? {},
    warn: parts.warn,
  })
  parts.services.provide(settingsKey, registry).provide(registryKey, registry)
  parts.events.after(settingsChanged, ({ key }) => registry.reload(parts.database, key))
  let running: AbortController | undefined

  return {
    settings: registry,
    room: {
      name: 'settings',
      operations: settingsOperations,
      async start() {
        if (running) return
        running = new AbortController()
        await registry.reload(parts.database)
        await resealSettings(parts.database, registry)
        void keepFresh(running.signal)
      },
      async stop() {
        running?.abort()
        running = undefined
      },
    },
  }

  async function keepFresh(signal: AbortSignal): Promise<void> {
    for (;;) {
      await parts.clock.sleep(reloadEveryMs, signal).catch(() => undefined)
      if (signal.aborted) return
      await registry
        .reload(parts.database)
        .catch((error) => parts.warn(`settings could not be read again: ${errorMessage(error)}`))
    }
  }
}
