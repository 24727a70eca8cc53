import { type Language, type Text, text } from '@bongsu/contract/text.ts'
import { isoTime } from '#kernel/clock.ts'
import { type AlertNews, type IncludedNews, labelOf, severityLabels } from '../news.ts'
import type { TemplateValues } from './render-template.ts'

/** How a reader wants to see it. */
export interface ReaderView {
  readonly language: Language
  readonly timeZone: string
  /** Absolute address of the page that shows it; empty where the public address is not set. */
  readonly link: string
}

interface Field {
  readonly meaning: Text
  readonly example: Text
  read(news: AlertNews, view: ReaderView): string
}

const example = (same: string): Text => text(same, same)

/** Everything a template can name. A secret can never be here: news holds none. */
export const templateFields: Readonly<Record<string, Field>> = {
  project: {
    meaning: text('프로젝트 이름', 'Title of the project'),
    example: text('쇼핑몰', 'Shop'),
    read: (news) => news.project?.title ?? '',
  },
  project_url: {
    meaning: text('프로젝트 주소', 'Address of the project'),
    example: example('https://shop.example.com'),
    read: (news) => news.project?.url ?? '',
  },
  monitor: {
    meaning: text('모니터 이름', 'Name of the monitor'),
    example: text('첫 화면', 'Front page'),
    read: (news) => news.monitor?.name ?? '',
  },
  kind: {
    meaning: text('점검 종류', 'Check kind'),
    example: example('http'),
    read: (news) => news.monitor?.kind ?? '',
  },
  event: {
    meaning: text('무슨 일인지', 'What happened'),
    example: text('장애 발생', 'Down'),
    read: (news, { language }) => labelOf(news.event)[language],
  },
  severity: {
    meaning: text('심각도', 'Severity'),
    example: text('심각', 'Critical'),
    read: (news, { language }) => severityLabels[news.severity][language],
  },
  message: {
    meaning: text('점검이 남긴 설명', 'What the check said'),
    example: text('HTTP 503 응답을 받았습니다.', 'The answer was HTTP 503.'),
    read: (news, { language }) => news.message[language],
  },
  error_code: {
    meaning: text('오류 코드', 'Error code'),
    example: example('http'),
    read: (news) => news.errorCode ?? '',
  },
  failures: {
    meaning: text('연속 실패 횟수', 'Consecutive failures'),
    example: example('3'),
    read: (news) => (news.failures === null ? '' : String(news.failures)),
  },
  at: {
    meaning: text('시작된 시각', 'When it began'),
    example: text('2026. 3. 2. 오전 9:00:00 GMT+9', 'Mar 2, 2026, 9:00:00 AM GMT+9'),
    read: (news, view) => moment(news.at, view),
  },
  confirmed_at: {
    meaning: text('확인된 시각', 'When it was confirmed'),
    example: text('2026. 3. 2. 오전 9:00:40 GMT+9', 'Mar 2, 2026, 9:00:40 AM GMT+9'),
    read: (news, view) => moment(news.confirmedAt, view),
  },
  response_time: {
    meaning: text('응답 시간', 'Response time'),
    example: example('243 ms'),
    read: (news) => (news.durationMs === null ? '' : milliseconds(news.durationMs)),
  },
  down_for: {
    meaning: text('장애가 이어진 시간', 'How long it was down'),
    example: text('3분 12초', '3 m 12 s'),
    read: (news, { language }) => (news.downForMs === null ? '' : duration(news.downForMs, language)),
  },
  incident: {
    meaning: text('장애 번호', 'Number of the incident'),
    example: example('128'),
    read: (news) => (news.incidentId === null ? '' : String(news.incidentId)),
  },
  count: {
    meaning: text('묶인 소식의 수', 'How many pieces of news are joined'),
    example: example('12'),
    read: (news) => String(news.count),
  },
  list: {
    meaning: text('함께 알리는 소식(한 줄에 하나)', 'What is told together, one a line'),
    example: text('■ 쇼핑몰 / 첫 화면: 장애 발생', '■ Shop / Front page: Down'),
    read: (news, view) => listOf(news, view),
  },
  link: {
    meaning: text('콘솔에서 보기', 'Where to see it in the console'),
    example: example('https://status.example.com/incidents/128'),
    read: (_news, { link }) => link,
  },
}

export const isField = { has: (name: string): boolean => Object.hasOwn(templateFields, name) }

export const templateValues = (news: AlertNews, view: ReaderView): TemplateValues =>
  new Map(Object.entries(templateFields).map(([name, field]) => [name, field.read(news, view)]))

function listOf(news: AlertNews, view: ReaderView): string {
  const lines = news.includes.map((one) => includedLine(one, view))
  const more = news.count - lines.length
  if (more > 0 && lines.length > 0) lines.push(view.language === 'ko' ? `… 외 ${more}건` : `… and ${more} more`)
  return lines.join('\n')
}

const marks = { critical: '■', warning: '▲', info: '●' } as const

const includedLine = (one: IncludedNews, { language }: ReaderView): string => {
  const what = [one.projectTitle, one.monitorName].filter(Boolean).join(' / ')
  const line = `${marks[one.severity]} ${what}: ${labelOf(one.event)[language]}`
  return line.replaceAll(/\s+/g, ' ').slice(0, 160)
}

const formats = new Map<string, Intl.DateTimeFormat>()

function moment(at: number, { language, timeZone }: Pick<ReaderView, 'language' | 'timeZone'>): string {
  const key = `${language} ${timeZone}`
  let format = formats.get(key)
  if (!format) {
    try {
      format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'long', timeZone })
    } catch {
      return isoTime(at)
    }
    formats.set(key, format)
  }
  return format.format(at)
}

const milliseconds = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)

/** The two largest units: 2 d 3 h, 3 m 12 s, 40 s. */
export function duration(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const parts = [
    [Math.floor(seconds / 86_400), text('일', ' d')],
    [Math.floor(seconds / 3600) % 24, text('시간', ' h')],
    [Math.floor(seconds / 60) % 60, text('분', ' m')],
    [seconds % 60, text('초', ' s')],
  ] as const
  const first = parts.findIndex(([value]) => value > 0)
  if (first < 0) return `0${parts[3][1][language]}`
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${value}${unit[language]}`)
    .join(' ')
}
