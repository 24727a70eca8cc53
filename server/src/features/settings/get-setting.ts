import { settingView } from '@bongsu/contract/settings.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { findSetting } from './setting-store.ts'
import { settingToView } from './setting-view.ts'
import { registryKey } from './settings-registry.ts'

export const getSetting = operation({
  name: 'get-setting',
  summary: text('시스템 설정 하나를 조회합니다.', 'Shows one system setting.'),
  access: 'settings.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/settings/{key}' },
  input: z.strictObject({ key: z.string().max(100) }),
  output: settingView,
  async run(ctx, { key }) {
    const registry = ctx.use(registryKey)
    return settingToView(registry, registry.definition(key), await findSetting(ctx.db, key))
  },
})
