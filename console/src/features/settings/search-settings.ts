import { SlidersHorizontal } from 'lucide-react'
import { call } from '#lib/api.ts'
import { currentLanguage } from '#lib/i18n.ts'
import type { SearchProvider } from '#lib/search.ts'
import type { JsonSchema } from '#ui/schema-form/json-schema.ts'
import type { Setting } from './setting-values.ts'

export const searchProvider: SearchProvider = {
  group: { ko: '시스템 설정', en: 'Settings' },
  async search(query, signal) {
    const language = currentLanguage()
    const words = query.toLowerCase().split(/\s+/)
    const { items } = await call('list-settings', {}, { signal })
    return items
      .filter((setting) => words.every((word) => allWords(setting).includes(word)))
      .map((setting) => ({
        id: `setting:${setting.key}`,
        label: setting.title[language],
        description: setting.help[language],
        icon: SlidersHorizontal,
        to: `/settings/${setting.key}`,
      }))
  },
}

/** Title, help and the labels of the fields, in both languages: people remember what they want to change, not its place. */
function allWords({ key, title, help, schema }: Setting): string {
  const { properties = {} } = schema as JsonSchema
  const labels = Object.entries(properties).flatMap(([name, { label }]) => [
    name,
    ...(typeof label === 'object' ? [label.ko, label.en] : [label ?? '']),
  ])
  return [key, title.ko, title.en, help.ko, help.en, ...labels].join(' ').toLowerCase()
}
