import { changeKinds } from '@bongsu/contract/incidents.ts'
import { text } from '@bongsu/contract/text.ts'
import { describe, expect, it } from 'vitest'
import { changeMessage } from './change-message.ts'

const facts = {
  to: 'up',
  failures: 3,
  downForMs: null,
  message: text('응답이 없습니다.', 'It did not answer.'),
  durationMs: 1234,
} as const

describe('the message of a change', () => {
  it('says in both languages what happened', () => {
    for (const what of changeKinds) {
      const message = changeMessage({ ...facts, what })
      expect(message.ko).toMatch(/[가-힣]/)
      expect(message.en).not.toMatch(/[가-힣]|undefined|null/)
    }
  })

  it('names the count and the cause of an outage', () => {
    expect(changeMessage({ ...facts, what: 'down', to: 'down' })).toEqual({
      ko: '서비스 연속 3회 실패. 응답이 없습니다.',
      en: 'Failed 3 times in a row. It did not answer.',
    })
    const single = changeMessage({ ...facts, what: 'down', to: 'down', failures: 1 })
    expect(single.en).toBe('Failed once. It did not answer.')
  })

  it('says how long it lasted, in the two largest units', () => {
    const lasted = (downForMs: number) => changeMessage({ ...facts, what: 'recovered', downForMs }).ko
    expect(lasted(42_000)).toBe('서비스가 복구되었습니다. (응답 시간: 1.23초, 장애 시간: 42초)')
    expect(lasted(300)).toContain('장애 시간: 0초)')
    expect(lasted(12 * 60_000)).toContain('장애 시간: 12분)')
    expect(lasted(12 * 60_000 + 5000)).toContain('장애 시간: 12분 5초)')
    expect(lasted(320 * 60_000)).toContain('장애 시간: 5시간 20분')
    expect(lasted(51 * 3_600_000)).toContain('장애 시간: 2일 3시간')
  })
})
