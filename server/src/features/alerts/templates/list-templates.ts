import { alertTemplate, templateField, templateKeys } from '@bongsu/contract/alerts.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { templateFields } from './fields.ts'
import { knownTemplate, templateName } from './known-template.ts'
import { changedTemplates } from './template-store.ts'
import { templateToView } from './template-view.ts'

export const listTemplates = operation({
  name: 'list-alert-templates',
  summary: text(
    '알림 문구와 쓸 수 있는 항목을 보여 줍니다.',
    'Lists the words of every alert, and the fields they can use.',
  ),
  access: 'templates.write',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/alert-templates' },
  input: z.strictObject({}),
  output: z.object({ items: z.array(alertTemplate), fields: z.array(templateField) }),
  async run({ db, language }) {
    const changed = await changedTemplates(db)
    return {
      items: templateKeys.map((key) => templateToView(key, changed, language)),
      fields: Object.entries(templateFields).map(([name, field]) => ({
        name,
        meaning: field.meaning[language],
        example: field.example[language],
      })),
    }
  },
})

export const getTemplate = operation({
  name: 'get-alert-template',
  summary: text('알림 문구 하나를 보여 줍니다.', 'Shows the words of one alert.'),
  access: 'templates.write',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/alert-templates/{key}' },
  input: z.strictObject({ key: templateName }),
  output: alertTemplate,
  run: async ({ db, language }, { key }) => templateToView(knownTemplate(key), await changedTemplates(db), language),
})
