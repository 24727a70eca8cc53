import { alertTemplate, templateText } from '@bongsu/contract/alerts.ts'
import { languages, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { Failure } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { isField, templateFields } from './fields.ts'
import { knownTemplate, templateName } from './known-template.ts'
import { unknownFields } from './render-template.ts'
import { changedTemplates, forgetTemplate, saveTemplate } from './template-store.ts'
import { templateToView } from './template-view.ts'

export const updateTemplate = operation({
  name: 'update-alert-template',
  summary: text('알림 문구를 바꿉니다.', 'Changes the words of an alert.'),
  access: 'templates.write',
  effect: 'write',
  http: { method: 'PUT', path: '/api/v1/alert-templates/{key}' },
  input: z.strictObject({ key: templateName, language: z.enum(languages), ...templateText }),
  output: alertTemplate,
  async run(ctx, { key: name, language, subject, body }) {
    const key = knownTemplate(name)
    refuseUnknownFields({ subject, body })
    const by = ctx.actor.kind === 'person' ? ctx.actor.personId : null
    await saveTemplate(ctx.tx, { key, language, subject, body }, by, ctx.clock.now())
    ctx.audit({ target: { kind: 'alert-template', id: key }, details: { language } })
    return templateToView(key, await changedTemplates(ctx.tx), ctx.language)
  },
})

export const resetTemplate = operation({
  name: 'reset-alert-template',
  summary: text('알림 문구를 처음 문구로 되돌립니다.', 'Puts the words of an alert back to the original ones.'),
  access: 'templates.write',
  effect: 'destructive',
  http: { method: 'POST', path: '/api/v1/alert-templates/{key}/reset' },
  input: z.strictObject({ key: templateName, language: z.enum(languages) }),
  output: alertTemplate,
  async run(ctx, { key: name, language }) {
    const key = knownTemplate(name)
    await forgetTemplate(ctx.tx, key, language)
    ctx.audit({ target: { kind: 'alert-template', id: key }, details: { language } })
    return templateToView(key, await changedTemplates(ctx.tx), ctx.language)
  },
})

/** A field nobody knows is refused by its name, so that a slip shows now and not in the night. */
export function refuseUnknownFields(words: { readonly subject: string; readonly body: string }): void {
  const fields = (['subject', 'body'] as const).flatMap((path) =>
    unknownFields(words[path], isField).map((name) => ({ path, message: unknownField(name) })),
  )
  const [first] = fields
  if (first) throw new Failure('validation', first.message, { fields })
}

const unknownField = (name: string) => {
  const known = Object.keys(templateFields).join(', ')
  return text(
    `"{{${name}}}" 항목은 없습니다. 쓸 수 있는 항목: ${known}.`,
    `There is no field "{{${name}}}". Possible: ${known}.`,
  )
}
