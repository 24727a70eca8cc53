import type { Language } from '@bongsu/contract/text.ts'
import type { Db } from '#platform/db/contract.ts'
import type { AlertMessage } from './channels/contract.ts'
import { type AlertNews, templateOf } from './news.ts'
import type { TemplateWords } from './templates/default-templates.ts'
import { type ReaderView, templateValues } from './templates/fields.ts'
import { renderBody, renderLine } from './templates/render-template.ts'
import { templateWords } from './templates/template-store.ts'

/** What the installation knows about its readers; from the system settings. */
export interface House {
  readonly language: Language
  readonly timeZone: string
  /** Without a trailing slash; null when nobody has said where this server is reached. */
  readonly publicUrl: string | null
}

/** Where the console shows it. */
export function linkPath(news: Pick<AlertNews, 'incidentId' | 'monitor' | 'project' | 'event'>): string {
  if (news.incidentId !== null) return `/incidents/${news.incidentId}`
  if (news.event === 'group') return '/incidents'
  if (news.event === 'test') return '/channels'
  // What changed, and when, stands with the monitor.
  if (news.monitor) return `/monitors/${news.monitor.id}`
  return news.project ? `/projects/${news.project.id}` : '/incidents'
}

const linkOf = (house: House, news: AlertNews): string | null =>
  house.publicUrl === null ? null : house.publicUrl + linkPath(news)

export interface Reader {
  readonly language: Language
  readonly timeZone: string
}

export async function composeMessage(
  db: Db,
  house: House,
  id: string,
  news: AlertNews,
  reader: Reader,
): Promise<AlertMessage> {
  return messageWith(await templateWords(db, templateOf(news.event), reader.language), house, id, news, reader)
}

export function messageWith(
  words: TemplateWords,
  house: House,
  id: string,
  news: AlertNews,
  reader: Reader,
): AlertMessage {
  const link = linkOf(house, news)
  const view: ReaderView = { ...reader, link: link ?? '' }
  const values = templateValues(news, view)
  return {
    id,
    language: reader.language,
    subject: renderLine(words.subject, values),
    body: renderBody(words.body, values),
    link,
    news,
  }
}
