import { randomUUID } from 'node:crypto'
import { templatePreview, templateText } from '@bongsu/contract/alerts.ts'
import { languages, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { alertsServiceKey } from '../alerts-service.ts'
import { emailHtml } from '../channels/shared/email-html.ts'
import { messageWith } from '../compose-message.ts'
import { lastNews } from '../outbox/delivery-log-store.ts'
import { eventsOf } from './default-templates.ts'
import { knownTemplate, templateName } from './known-template.ts'
import { sampleNews } from './sample-news.ts'
import { templateWords } from './template-store.ts'
import { refuseUnknownFields } from './update-template.ts'

export const previewTemplate = operation({
  name: 'preview-alert-template',
  summary: text(
    '저장하지 않은 문구를 마지막 실제 소식으로 미리 봅니다.',
    'Shows what words that need not be saved make of the last real event.',
  ),
  access: 'templates.write',
  effect: 'read',
  http: { method: 'POST', path: '/api/v1/alert-templates/{key}/preview' },
  input: z.strictObject({
    key: templateName,
    language: z.enum(languages),
    subject: templateText.subject.optional(),
    body: templateText.body.optional(),
  }),
  output: templatePreview,
  async run(ctx, { key: name, language, ...given }) {
    const key = knownTemplate(name)
    const stored = await templateWords(ctx.db, key, language)
    const words = { subject: given.subject ?? stored.subject, body: given.body ?? stored.body }
    refuseUnknownFields(words)
    const house = ctx.use(alertsServiceKey).house()
    const real = await lastNews(ctx.db, eventsOf(key))
    const news = real ?? sampleNews(key, language, ctx.clock.now())
    const message = messageWith(words, house, randomUUID(), news, { language, timeZone: house.timeZone })
    return {
      subject: message.subject,
      body: message.body,
      html: emailHtml(message),
      sample: real ? ('last_event' as const) : ('made_up' as const),
    }
  },
})
