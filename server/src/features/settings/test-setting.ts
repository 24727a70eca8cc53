import { settingTestReport } from '@bongsu/contract/settings.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { Failure } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { changeSetting } from './setting-change.ts'
import { findSetting } from './setting-store.ts'
import { registryKey } from './settings-registry.ts'

export const testSetting = operation({
  name: 'test-setting',
  summary: text(
    '설정이 실제로 작동하는지 시험합니다. 저장하지 않은 값도 시험할 수 있습니다.',
    'Tries whether a setting really works, also with values that are not saved yet.',
  ),
  access: 'settings.write',
  effect: 'write',
  transaction: 'none',
  http: { method: 'POST', path: '/api/v1/settings/{key}/test' },
  unrecorded: ['value'],
  input: z.strictObject({
    key: z.string().max(100),
    value: z.record(z.string().max(100), z.unknown()).optional(),
    send: z.boolean().default(false).describe('Do the real thing, such as a mail to yourself'),
  }),
  output: settingTestReport,
  async run(ctx, { key, value, send }) {
    const registry = ctx.use(registryKey)
    const setting = registry.definition(key)
    if (!setting.test)
      throw new Failure('validation', text('시험할 수 없는 설정입니다.', 'There is nothing to test in this setting.'))
    const stored = await findSetting(ctx.db, key)
    // An unreadable secret must not be tried as if it were one.
    for (const field of registry.secretFields(key)) {
      if (value?.[field] === undefined || value[field] === null) registry.open(key, field, stored?.value[field])
    }
    const { plain } = changeSetting(registry, setting, stored, value ?? {}, ctx.language)
    const report = await setting.test(ctx, plain, { send })
    ctx.audit({
      target: { kind: 'setting', id: key, label: setting.title[ctx.language] },
      details: { ok: report.ok, message: report.message[ctx.language] },
    })
    return {
      ok: report.ok,
      message: report.message[ctx.language],
      steps: report.steps.map((step) => ({ ok: step.ok, message: step.message[ctx.language] })),
    }
  },
})
