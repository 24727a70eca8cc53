import type { TemplateKey } from '@bongsu/contract/alerts.ts'
import type { Language } from '@bongsu/contract/text.ts'
import type { Db, Tx } from '#platform/db/contract.ts'
import { defaultTemplates, type TemplateWords } from './default-templates.ts'

interface TemplateRow {
  template_key: TemplateKey
  language: Language
  subject: string
  body: string
  updated_at: number
}

export interface ChangedTemplate extends TemplateWords {
  readonly key: TemplateKey
  readonly language: Language
  readonly updatedAt: number
}

const templateOf = (row: TemplateRow): ChangedTemplate => ({
  key: row.template_key,
  language: row.language,
  subject: row.subject,
  body: row.body,
  updatedAt: row.updated_at,
})

/** Only what people changed; everything else is in default-templates.ts. */
export async function changedTemplates(db: Db): Promise<ChangedTemplate[]> {
  return (
    await db.all<TemplateRow>('select template_key, language, subject, body, updated_at from alert_template')
  ).map(templateOf)
}

/** The words in force. */
export async function templateWords(db: Db, key: TemplateKey, language: Language): Promise<TemplateWords> {
  const [row] = await db.all<TemplateRow>('select * from alert_template where template_key = ? and language = ?', [
    key,
    language,
  ])
  return row ? templateOf(row) : defaultTemplates[key].words[language]
}

export async function saveTemplate(
  tx: Tx,
  template: Omit<ChangedTemplate, 'updatedAt'>,
  by: number | null,
  at: number,
): Promise<void> {
  await tx.run(
    `insert into alert_template (template_key, language, subject, body, updated_at, updated_by) values (?, ?, ?, ?, ?, ?)
     on conflict (template_key, language) do update
     set subject = excluded.subject, body = excluded.body, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
    [template.key, template.language, template.subject, template.body, at, by],
  )
}

export const forgetTemplate = (tx: Tx, key: TemplateKey, language: Language): Promise<number> =>
  tx.run('delete from alert_template where template_key = ? and language = ?', [key, language])
