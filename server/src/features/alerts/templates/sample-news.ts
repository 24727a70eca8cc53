import type { AlertSeverity, TemplateKey } from '@bongsu/contract/alerts.ts'
import { type Language, type Text, text } from '@bongsu/contract/text.ts'
import { minute, second } from '#kernel/clock.ts'
import { type AlertNews, included, plainNews } from '../news.ts'
import { eventsOf } from './default-templates.ts'

interface Sample {
  readonly severity: AlertSeverity
  readonly message: Text
  /** The monitor it is about. */
  readonly name: Text
  readonly kind: string
  /** An outage has more to tell than news that is no state. */
  readonly isOutage?: true
}

const down: Sample = {
  severity: 'critical',
  message: text(
    '서비스 연속 3회 실패. HTTP 503 응답을 받았습니다(기대: 200-399).',
    'Failed 3 times in a row. It answered HTTP 503 (expected 200-399).',
  ),
  name: text('첫 화면', 'Front page'),
  kind: 'http',
  isOutage: true,
}

const samples: Readonly<Record<TemplateKey, Sample>> = {
  status_error: down,
  status_recovered: {
    ...down,
    severity: 'info',
    message: text(
      '서비스가 복구되었습니다. (응답 시간: 0.24초, 장애 시간: 3분 12초)',
      'Recovered. (Response time 0.24 s, down for 3 min 12 s.)',
    ),
  },
  degraded: {
    ...down,
    severity: 'warning',
    message: text('성능이 저하되었습니다. HTTP 200 응답을 받았습니다.', 'Degraded. It answered HTTP 200.'),
  },
  slow_response: {
    severity: 'warning',
    message: text(
      '응답 시간이 임계값을 초과했습니다. (2430ms, 제한 2000ms)',
      'The answer took longer than the limit (2430 ms, limit 2000 ms).',
    ),
    name: down.name,
    kind: 'http',
  },
  ssl_error: {
    severity: 'warning',
    message: text(
      '인증서가 7일 뒤(2026-03-09) 만료됩니다 (shop.example.com).',
      'The certificate expires in 7 days (2026-03-09) (shop.example.com).',
    ),
    name: text('SSL/TLS 인증서', 'TLS certificate'),
    kind: 'tls',
  },
  domain_expiry: {
    severity: 'warning',
    message: text('도메인이 14일 뒤(2026-03-16) 만료됩니다.', 'The domain expires in 14 days (2026-03-16).'),
    name: text('도메인 만료', 'Domain expiry'),
    kind: 'domain',
  },
  content_change: {
    severity: 'warning',
    message: text('내용이 바뀌었습니다: 2줄 추가, 1줄 삭제.', 'The content changed: 2 lines added, 1 removed.'),
    name: text('콘텐츠 변경', 'Content change'),
    kind: 'change',
  },
  keyword: {
    severity: 'warning',
    message: text('필수 키워드가 누락되었습니다: 장바구니', 'A keyword is missing: basket'),
    name: text('키워드', 'Keyword'),
    kind: 'keyword',
  },
  definition_change: {
    severity: 'warning',
    message: text('도구 정의가 바뀌었습니다(바뀐 도구: search).', 'Tool definitions changed (changed: search).'),
    name: text('MCP 서버', 'MCP server'),
    kind: 'mcp',
  },
  flapping: {
    ...down,
    severity: 'warning',
    message: text(
      '상태가 자주 바뀌고 있습니다. 안정될 때까지 개별 알림을 보내지 않습니다.',
      'The state keeps changing. Single alerts are held until it has calmed down.',
    ),
  },
  monitoring_error: {
    severity: 'warning',
    message: text(
      '상태를 확인할 수 없습니다. 이 서버의 인터넷 연결이 끊긴 것 같습니다.',
      'The state cannot be determined. This server seems to have lost its own connection.',
    ),
    name: down.name,
    kind: 'http',
  },
  reminder: down,
  group: down,
  test: down,
}

/** Something to look at before anything of the kind has happened, in the words of whoever looks. */
export function sampleNews(key: TemplateKey, language: Language, now: number): AlertNews {
  const [event = 'test'] = eventsOf(key)
  const { severity, message, name, kind, isOutage } = samples[key]
  const one: AlertNews = {
    ...plainNews,
    key: 'sample',
    event,
    severity,
    at: now - 3 * minute,
    confirmedAt: now - 2 * minute,
    message,
    project: { id: 1, title: text('쇼핑몰', 'Shop')[language], url: 'https://shop.example.com' },
    monitor: { id: 1, name: name[language], kind },
    durationMs: 243,
    ...(isOutage && {
      incidentId: 128,
      from: 'up',
      to: 'down',
      errorCode: 'http',
      downForMs: 3 * minute + 12 * second,
      failures: 3,
    }),
  }
  if (event !== 'group') return one
  const members = [
    one,
    { ...one, event: 'recovered', severity: 'info', message: samples.status_recovered.message } as const,
  ]
  return { ...one, includes: members.map((member) => included('sample', member)), count: members.length }
}
