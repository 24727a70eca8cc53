import type { AlertEvent, TemplateKey } from '@bongsu/contract/alerts.ts'
import { alertEvents } from '@bongsu/contract/alerts.ts'
import { type Language, type Text, text } from '@bongsu/contract/text.ts'
import { templateOf } from '../news.ts'

export interface TemplateWords {
  readonly subject: string
  readonly body: string
}

export interface DefaultTemplate {
  readonly title: Text
  readonly words: Readonly<Record<Language, TemplateWords>>
}

const lines = (...all: string[]): string => all.join('\n')

const facts = {
  ko: ['프로젝트: {{project}}', '모니터: {{monitor}}', '주소: {{project_url}}'],
  en: ['Project: {{project}}', 'Monitor: {{monitor}}', 'Address: {{project_url}}'],
} as const

const template = (title: Text, ko: TemplateWords, en: TemplateWords): DefaultTemplate => ({ title, words: { ko, en } })

/** What is said until somebody writes something better. */
export const defaultTemplates: Readonly<Record<TemplateKey, DefaultTemplate>> = {
  status_error: template(
    text('장애 알림', 'Down'),
    {
      subject: '[봉수] 장애 알림 - {{project}}',
      body: lines(
        '{{message}}',
        '',
        ...facts.ko,
        '오류 코드: {{error_code}}',
        '시작: {{at}}',
        '확인: {{confirmed_at}}',
        '',
        '{{list}}',
      ),
    },
    {
      subject: '[Bongsu] Down - {{project}}',
      body: lines(
        '{{message}}',
        '',
        ...facts.en,
        'Error code: {{error_code}}',
        'Began: {{at}}',
        'Confirmed: {{confirmed_at}}',
        '',
        '{{list}}',
      ),
    },
  ),
  status_recovered: template(
    text('복구 알림', 'Recovery'),
    {
      subject: '[봉수] {{event}} - {{project}}',
      body: lines('{{message}}', '', ...facts.ko, '장애 지속 시간: {{down_for}}', '복구: {{at}}', '', '{{list}}'),
    },
    {
      subject: '[Bongsu] {{event}} - {{project}}',
      body: lines('{{message}}', '', ...facts.en, 'Was down for: {{down_for}}', 'Recovered: {{at}}', '', '{{list}}'),
    },
  ),
  degraded: template(
    text('성능 저하 알림', 'Degraded'),
    {
      subject: '[봉수] 성능 저하 - {{project}}',
      body: lines('{{message}}', '', ...facts.ko, '응답 시간: {{response_time}}', '시작: {{at}}'),
    },
    {
      subject: '[Bongsu] Degraded - {{project}}',
      body: lines('{{message}}', '', ...facts.en, 'Response time: {{response_time}}', 'Began: {{at}}'),
    },
  ),
  slow_response: template(
    text('응답 지연 알림', 'Slow response'),
    {
      subject: '[봉수] 응답 지연 - {{project}}',
      body: lines('{{message}}', '', ...facts.ko, '응답 시간: {{response_time}}', '시각: {{at}}'),
    },
    {
      subject: '[Bongsu] Slow response - {{project}}',
      body: lines('{{message}}', '', ...facts.en, 'Response time: {{response_time}}', 'At: {{at}}'),
    },
  ),
  ssl_error: template(
    text('SSL 인증서 알림', 'SSL certificate'),
    { subject: '[봉수] {{event}} - {{project}}', body: lines('{{message}}', '', ...facts.ko, '시각: {{at}}') },
    { subject: '[Bongsu] {{event}} - {{project}}', body: lines('{{message}}', '', ...facts.en, 'At: {{at}}') },
  ),
  domain_expiry: template(
    text('도메인 만료 알림', 'Domain expiry'),
    { subject: '[봉수] {{event}} - {{project}}', body: lines('{{message}}', '', ...facts.ko, '시각: {{at}}') },
    { subject: '[Bongsu] {{event}} - {{project}}', body: lines('{{message}}', '', ...facts.en, 'At: {{at}}') },
  ),
  content_change: template(
    text('콘텐츠 변경 알림', 'Content changed'),
    {
      subject: '[봉수] 콘텐츠 변경 - {{project}}',
      body: lines('웹사이트 콘텐츠가 변경되었습니다.', '{{message}}', '', ...facts.ko, '시각: {{at}}'),
    },
    {
      subject: '[Bongsu] Content changed - {{project}}',
      body: lines('The content of the website changed.', '{{message}}', '', ...facts.en, 'At: {{at}}'),
    },
  ),
  keyword: template(
    text('키워드 알림', 'Keyword'),
    { subject: '[봉수] 키워드 알림 - {{project}}', body: lines('{{message}}', '', ...facts.ko, '시각: {{at}}') },
    { subject: '[Bongsu] Keyword - {{project}}', body: lines('{{message}}', '', ...facts.en, 'At: {{at}}') },
  ),
  definition_change: template(
    text('정의 변경 알림', 'Definition changed'),
    { subject: '[봉수] 정의 변경 - {{project}}', body: lines('{{message}}', '', ...facts.ko, '시각: {{at}}') },
    { subject: '[Bongsu] Definition changed - {{project}}', body: lines('{{message}}', '', ...facts.en, 'At: {{at}}') },
  ),
  flapping: template(
    text('상태 불안정 알림', 'Flapping'),
    { subject: '[봉수] {{event}} - {{project}}', body: lines('{{message}}', '', ...facts.ko, '시각: {{at}}') },
    { subject: '[Bongsu] {{event}} - {{project}}', body: lines('{{message}}', '', ...facts.en, 'At: {{at}}') },
  ),
  monitoring_error: template(
    text('모니터링 오류 알림', 'Monitoring error'),
    {
      subject: '[봉수] {{event}} - {{project}}',
      body: lines('{{message}}', '대상이 아니라 점검하는 쪽의 문제일 수 있습니다.', '', ...facts.ko, '시각: {{at}}'),
    },
    {
      subject: '[Bongsu] {{event}} - {{project}}',
      body: lines('{{message}}', 'The trouble may be on our side, not the target’s.', '', ...facts.en, 'At: {{at}}'),
    },
  ),
  reminder: template(
    text('장애 지속 알림', 'Reminder'),
    {
      subject: '[봉수] 장애 지속 중 - {{project}}',
      body: lines(
        '장애가 {{down_for}}째 이어지고 있으며 아직 아무도 확인하지 않았습니다.',
        '{{message}}',
        '',
        ...facts.ko,
        '시작: {{at}}',
      ),
    },
    {
      subject: '[Bongsu] Still down - {{project}}',
      body: lines(
        'It has been down for {{down_for}} and nobody has acknowledged it yet.',
        '{{message}}',
        '',
        ...facts.en,
        'Began: {{at}}',
      ),
    },
  ),
  group: template(
    text('묶음 알림', 'Several changes'),
    {
      subject: '[봉수] 상태 변화 {{count}}건',
      body: lines('짧은 시간에 상태 변화 {{count}}건이 있었습니다.', '', '{{list}}'),
    },
    {
      subject: '[Bongsu] {{count}} changes',
      body: lines('{{count}} changes happened within a short time.', '', '{{list}}'),
    },
  ),
  test: template(
    text('테스트 알림', 'Test'),
    {
      subject: '[봉수] 테스트 알림',
      body: lines('이 메시지가 보이면 알림 채널이 올바르게 설정된 것입니다.', '{{message}}', '보낸 시각: {{at}}'),
    },
    {
      subject: '[Bongsu] Test',
      body: lines('If you can read this, the channel is set up correctly.', '{{message}}', 'Sent: {{at}}'),
    },
  ),
}

/** The events a template speaks for. */
export const eventsOf = (key: TemplateKey): AlertEvent[] => alertEvents.filter((event) => templateOf(event) === key)
