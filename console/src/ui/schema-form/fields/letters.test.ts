import { expect, it } from 'vitest'
import { roomFor } from './letters.ts'

it('knows that Korean labels need more room than their letters say', () => {
  expect(roomFor(['GET', 'POST'])).toBe(7)
  expect(roomFor(['없음'])).toBeCloseTo(3.6)
  expect(roomFor(['없음', '기본 인증(Basic)', 'Bearer 토큰', 'OAuth2 클라이언트 자격 증명'])).toBeGreaterThan(44)
})
