import { defineTexts } from '#lib/i18n.ts'

export const quotaTexts = defineTexts('quota', {
  ko: {
    badge: {
      used: '사용 {{used}} / {{limit}}',
      left: '남음 {{left}}',
      unlimited: '제한 없음',
      label: '도구를 {{limit}}회 중 {{used}}회 썼습니다. 남음 {{left}}회.',
      labelUnlimited: '오늘 도구를 {{used}}회 썼습니다. 제한이 없습니다.',
      open: '도구 사용 보기',
    },
    use: {
      today: '오늘 호출',
      succeeded: '성공',
      failed: '성공하지 못함',
      left: '오늘 남은 횟수',
      unlimited: '제한 없음',
      limits: '사용 제한',
      limitsText:
        '내게 적용되는 제한을 얼마 남지 않은 것부터 보여 줍니다. 같은 대상과 기간에는 토큰, 개인, 역할, 기본 순으로 가까운 규칙 하나만 적용됩니다.',
      noLimits: '내게 적용되는 제한이 없습니다.',
      top: '오늘 많이 쓴 도구',
      topNone: '오늘은 아직 도구를 쓰지 않았습니다.',
      calls: '{{count}}회',
      try: '도구 테스트 열기',
    },
  },
  en: {
    badge: {
      used: '{{used}} / {{limit}} used',
      left: '{{left}} left',
      unlimited: 'no limit',
      label: '{{used}} of {{limit}} tool calls are used, {{left}} left.',
      labelUnlimited: '{{used}} tool calls today, without a limit.',
      open: 'Show my use of tools',
    },
    use: {
      today: 'Calls today',
      succeeded: 'Succeeded',
      failed: 'Did not succeed',
      left: 'Left today',
      unlimited: 'No limit',
      limits: 'Limits',
      limitsText:
        'The limits that hold for you, the scarcest first. For one target and window the nearest rule holds: token before person before role before the default.',
      noLimits: 'No limit holds for you.',
      top: 'Used most today',
      topNone: 'You have not used a tool today.',
      calls: { one: '{{count}} call', other: '{{count}} calls' },
      try: 'Open the tester',
    },
  },
})
