import { z } from 'zod'

const bothLanguages = z.object({ ko: z.string(), en: z.string() })

/** Where a setting stands in the list, in this order. */
export const settingGroups = ['general', 'people', 'monitoring', 'messages', 'tools', 'upkeep', 'rest'] as const
export type SettingGroup = (typeof settingGroups)[number]

/** One system setting: its form, its value without secrets, and where the value comes from. */
export const settingView = z
  .object({
    key: z.string(),
    group: z.enum(settingGroups),
    title: bothLanguages,
    help: bothLanguages,
    schema: z.record(z.string(), z.unknown()).describe('JSON Schema of the value, with labels in both languages'),
    value: z.record(z.string(), z.unknown()).describe('Without secrets: those are only ever written'),
    default: z.record(z.string(), z.unknown()),
    has_secret: z.record(z.string(), z.boolean()).describe('For each secret field: whether one is stored'),
    unreadable: z.array(z.string()).describe('Secret fields whose key is not here: enter them again'),
    pinned: z.array(z.string()).describe('Fields that the server’s environment decides'),
    is_default: z.boolean(),
    can_test: z.boolean(),
    updated_at: z.iso.datetime().nullable(),
    updated_by: z.string().nullable(),
  })
  .meta({ id: 'Setting' })
export type SettingView = z.infer<typeof settingView>

export const settingList = z.object({ items: z.array(settingView) })

/** What a test button found: each step with how it went. */
export const settingTestReport = z
  .object({
    ok: z.boolean(),
    message: z.string(),
    steps: z.array(z.object({ ok: z.boolean(), message: z.string() })),
  })
  .meta({ id: 'SettingTestReport' })
export type SettingTestReport = z.infer<typeof settingTestReport>
