import type { DisplayState } from '@bongsu/contract/states.ts'
import type { ChartPoint, ChartSeries, ChartSpan } from '#ui/chart/series.ts'
import type { HistorySlot } from '#ui/history-strip.tsx'
import type { JsonSchema } from '#ui/schema-form/json-schema.ts'

const now = Date.now()
const hour = 3_600_000

/** Even, repeatable noise. */
const noise = (index: number) => (Math.sin(index * 12.9898) * 43_758.5453) % 1

const stateAt = (index: number): DisplayState | null => {
  if (index === 17) return 'down'
  if (index === 18) return 'degraded'
  if (index > 40 && index < 44) return 'maintenance'
  if (index === 52) return 'unknown'
  if (index === 60) return 'paused'
  return index < 4 ? null : 'up'
}

export const gallerySlots: readonly HistorySlot[] = Array.from({ length: 90 }, (_slot, index) => ({
  at: now - (90 - index) * 24 * hour,
  state: stateAt(index),
  duration_ms: stateAt(index) ? 200 + Math.abs(noise(index)) * 200 : null,
  message: index === 17 ? '10초 안에 응답하지 않았습니다.' : null,
}))

const points = (base: number, spread: number): ChartPoint[] =>
  Array.from({ length: 288 }, (_point, index) => {
    const at = now - (288 - index) * 300_000
    if (index > 120 && index < 140) return [at, null]
    const spike = index > 200 && index < 215 ? 3 : 1
    return [at, (base + Math.sin(index / 24) * base * 0.2 + Math.abs(noise(index)) * spread) * spike]
  })

const p50 = points(180, 40)
export const gallerySeries = {
  from: now - 24 * hour,
  to: now,
  series: [
    {
      key: 'p50',
      name: 'p50',
      points: p50,
      band: {
        name: 'p95',
        points: p50.map(
          ([at, value], index) =>
            [at, value === null ? null : value * (1.4 + Math.abs(noise(index + 9)) * 0.5)] as ChartPoint,
        ),
      },
    },
  ] satisfies ChartSeries[],
  spans: [{ from: now - 7.4 * hour, to: now - 6.1 * hour, label: '장애' }] satisfies ChartSpan[],
  bars: Array.from(
    { length: 24 },
    (_bar, index): ChartPoint => [now - (24 - index) * hour, Math.round(40 + Math.abs(noise(index)) * 60)],
  ),
}

export interface GalleryRow {
  id: number
  state: DisplayState
  name: string
  kind: string
  slots: readonly HistorySlot[]
  duration: string
  uptime: string
  at: string
}

const states: DisplayState[] = [
  'up',
  'up',
  'down',
  'up',
  'degraded',
  'up',
  'up',
  'unknown',
  'up',
  'maintenance',
  'up',
  'paused',
]
const names = [
  '결제 승인 API',
  '회원 로그인',
  '상품 검색',
  'checkout.example.com',
  '이미지 CDN',
  '관리자 콘솔',
  '알림 발송',
  'api.example.com/v2',
]

export const galleryRows: GalleryRow[] = Array.from({ length: 132 }, (_row, index) => ({
  id: index + 1,
  state: states[index % states.length] as DisplayState,
  name: `${names[index % names.length]} ${index + 1}`,
  kind: ['http', 'tls', 'domain', 'tcp'][index % 4] as string,
  slots: gallerySlots.slice(index % 30, (index % 30) + 40),
  duration: `${180 + ((index * 37) % 400)} ms`,
  uptime: `99.${90 + (index % 10)} %`,
  at: new Date(now - index * 61_000).toISOString(),
}))

export const gallerySchema: JsonSchema = {
  type: 'object',
  required: ['url', 'headers'],
  example: {
    url: 'https://example.com',
    method: 'POST',
    headers: [{ name: 'Accept', value: 'application/json' }],
    expected: { kind: 'codes', codes: ['200', '204'] },
  },
  properties: {
    url: {
      type: 'string',
      format: 'uri',
      label: { ko: '주소', en: 'Address' },
      help: { ko: '점검할 웹 주소입니다.', en: 'The address to look at.' },
      example: 'https://example.com/health',
    },
    method: { type: 'string', enum: ['GET', 'POST', 'HEAD'], default: 'GET', label: { ko: '메서드', en: 'Method' } },
    timeout_ms: {
      type: 'integer',
      minimum: 100,
      maximum: 60_000,
      default: 10_000,
      unit: 'ms',
      label: { ko: '제한 시간', en: 'Time-out' },
    },
    follow_redirects: { type: 'boolean', default: true, label: { ko: '리디렉션 따라가기', en: 'Follow redirects' } },
    body: {
      anyOf: [{ type: 'string' }, { type: 'null' }],
      multiline: true,
      label: { ko: '본문', en: 'Body' },
      section: { ko: '요청', en: 'Request' },
    },
    headers: {
      type: 'array',
      label: { ko: '헤더', en: 'Headers' },
      section: { ko: '요청', en: 'Request' },
      items: {
        type: 'object',
        required: ['name', 'value'],
        properties: {
          name: { type: 'string', label: { ko: '이름', en: 'Name' } },
          value: { type: 'string', secret: true, label: { ko: '값', en: 'Value' } },
        },
      },
    },
    auth: {
      label: { ko: '인증', en: 'Authentication' },
      section: { ko: '요청', en: 'Request' },
      oneOf: [
        {
          type: 'object',
          label: { ko: 'Basic', en: 'Basic' },
          properties: {
            kind: { const: 'basic' },
            username: { type: 'string', label: { ko: '사용자', en: 'User' } },
            password: { type: 'string', secret: true, label: { ko: '비밀번호', en: 'Password' } },
          },
          required: ['kind', 'username', 'password'],
        },
        {
          type: 'object',
          label: { ko: 'Bearer', en: 'Bearer' },
          properties: {
            kind: { const: 'bearer' },
            token: { type: 'string', secret: true, label: { ko: '토큰', en: 'Token' } },
          },
          required: ['kind', 'token'],
        },
      ],
    },
    expected: {
      label: { ko: '기대하는 응답', en: 'Expected answer' },
      section: { ko: '판정', en: 'Judgement' },
      default: { kind: 'any' },
      oneOf: [
        { type: 'object', label: { ko: '2xx와 3xx', en: '2xx and 3xx' }, properties: { kind: { const: 'any' } } },
        {
          type: 'object',
          label: { ko: '정해진 코드', en: 'These codes' },
          properties: {
            kind: { const: 'codes' },
            codes: { type: 'array', items: { type: 'string' }, label: { ko: '상태 코드', en: 'Status codes' } },
          },
          required: ['codes'],
        },
      ],
    },
    variables: {
      type: 'object',
      additionalProperties: { type: 'string' },
      label: { ko: '변수', en: 'Variables' },
      section: { ko: '판정', en: 'Judgement' },
    },
    family: {
      type: 'string',
      enum: ['auto', 'ipv4', 'ipv6'],
      default: 'auto',
      advanced: true,
      label: { ko: 'IP 버전', en: 'IP version' },
    },
    body_cap: {
      type: 'integer',
      default: 1_048_576,
      unit: 'B',
      advanced: true,
      label: { ko: '본문 한도', en: 'Body limit' },
    },
  },
}
