import { defineTexts } from '#lib/i18n.ts'

export const newsTexts = defineTexts('monitorNews', {
  ko: {
    title: '소식',
    purpose: '상태는 아니지만 한 번 알린 일입니다.',
    suppressed: '알림 꺼짐',
    details: '자세히',
    more: '{{count}}건 더 있습니다.',
    type: {
      slow_response: '응답 지연',
      ssl_expiring: '인증서 만료 예정',
      ssl_expired: '인증서 만료',
      certificate_changed: '인증서 변경',
      domain_expiring: '도메인 만료 예정',
      domain_expired: '도메인 만료',
      content_changed: '콘텐츠 변경',
      keyword: '키워드 감지',
      definition_changed: '도구 정의 변경',
    },
  },
  en: {
    title: 'News',
    purpose: 'What was told once without being a state.',
    suppressed: 'alerts off',
    details: 'Details',
    more: '{{count}} more.',
    type: {
      slow_response: 'Slow response',
      ssl_expiring: 'Certificate expires soon',
      ssl_expired: 'Certificate expired',
      certificate_changed: 'Certificate changed',
      domain_expiring: 'Domain expires soon',
      domain_expired: 'Domain expired',
      content_changed: 'Content changed',
      keyword: 'Keyword',
      definition_changed: 'Tool definition changed',
    },
  },
})
