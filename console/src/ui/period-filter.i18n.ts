import { defineTexts } from '#lib/i18n.ts'

export const periodTexts = defineTexts('period', {
  ko: {
    label: '기간',
    any: '전체 기간',
    last: { '24h': '최근 24시간', '7d': '최근 7일', '30d': '최근 30일', '90d': '최근 90일' },
    from: '시작일',
    to: '종료일',
    apply: '기간 적용',
  },
  en: {
    label: 'Period',
    any: 'Any time',
    last: { '24h': 'Last 24 hours', '7d': 'Last 7 days', '30d': 'Last 30 days', '90d': 'Last 90 days' },
    from: 'From',
    to: 'To',
    apply: 'Apply',
  },
})
