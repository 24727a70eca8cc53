import { settingList } from '@bongsu/contract/settings.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { allSettings } from './setting-store.ts'
import { settingToView } from './setting-view.ts'
import { registryKey } from './settings-registry.ts'

export const listSettings = operation({
  name: 'list-settings',
  summary: text('시스템 설정을 모두 조회합니다.', 'Lists all system settings.'),
  access: 'settings.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/settings' },
  input: z.strictObject({}),
  output: settingList,
  async run(ctx) {
    const registry = ctx.use(registryKey)
    const stored = new Map((await allSettings(ctx.db)).map((setting) => [setting.key, setting]))
    return { items: registry.definitions.map((setting) => settingToView(registry, setting, stored.get(setting.key))) }
  },
})
