import type { alertTemplate, TemplateKey } from '@bongsu/contract/alerts.ts'
import { type Language, languages } from '@bongsu/contract/text.ts'
import type { z } from 'zod'
import { isoTimeOrNull } from '#kernel/clock.ts'
import { defaultTemplates, eventsOf } from './default-templates.ts'
import type { ChangedTemplate } from './template-store.ts'

export type TemplateView = z.input<typeof alertTemplate>

export function templateToView(
  key: TemplateKey,
  changed: readonly ChangedTemplate[],
  language: Language,
): TemplateView {
  const words = (one: Language) => {
    const own = changed.find((template) => template.key === key && template.language === one)
    const { subject, body } = own ?? defaultTemplates[key].words[one]
    return { subject, body, is_changed: own !== undefined, updated_at: isoTimeOrNull(own?.updatedAt ?? null) }
  }
  return {
    key,
    title: defaultTemplates[key].title[language],
    events: eventsOf(key),
    texts: Object.fromEntries(languages.map((one) => [one, words(one)])) as TemplateView['texts'],
  }
}
