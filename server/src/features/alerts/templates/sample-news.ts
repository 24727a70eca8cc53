import type { TemplateKey } from '@bongsu/contract/alerts.ts'
import { text } from '@bongsu/contract/text.ts'
import { minute, second } from '#kernel/clock.ts'
import { type AlertNews, included, plainNews } from '../news.ts'
import { eventsOf } from './default-templates.ts'

/** Something to look at before anything has happened. */
export function sampleNews(key: TemplateKey, now: number): AlertNews {
  const [event = 'test'] = eventsOf(key)
  const one: AlertNews = {
    ...plainNews,
    key: 'sample',
    event,
    severity: event === 'down' || event === 'reminder' ? 'critical' : 'warning',
    at: now - 3 * minute,
    confirmedAt: now - 2 * minute,
    message: text(
      '서비스 연속 3회 실패. HTTP 503 응답을 받았습니다.',
      'Failed 3 times in a row. The answer was HTTP 503.',
    ),
    project: { id: 1, title: '쇼핑몰', url: 'https://shop.example.com' },
    monitor: { id: 1, name: '첫 화면', kind: 'http' },
    incidentId: 128,
    from: 'up',
    to: 'down',
    errorCode: 'http',
    durationMs: 243,
    downForMs: 3 * minute + 12 * second,
    failures: 3,
  }
  if (event !== 'group') return one
  const members = [one, { ...one, event: 'recovered', severity: 'info' } as const]
  return { ...one, includes: members.map((member) => included('sample', member)), count: members.length }
}
