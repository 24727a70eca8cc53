import { describe, expect, it } from 'vitest'
import { commonPasswords, passwordProblem } from './password-rules.ts'

const owner = { email: 'minsu.kim@example.com', loginId: 'minsu2kim', name: 'Minsu Kim' }
const isRefused = (password: string): boolean => passwordProblem(password, owner) !== null

describe('a new password', () => {
  it('is compared with at least 3,000 common ones that are long enough to be tried', () => {
    const list = [...commonPasswords()]
    expect(list.length).toBeGreaterThan(3000)
    expect(list.filter((entry) => entry.length < 8 || entry !== entry.toLowerCase())).toEqual([])
  })

  it('is refused when it is common, in any case and thin disguise', () => {
    for (const password of [
      'password',
      'PassWord1',
      'P@$$w0rd',
      'p@ssw0rd1!',
      '1q2w3e4r',
      'qwer1234!',
      'Korea2024',
      'dkssud1234',
    ])
      expect(isRefused(password), password).toBe(true)
  })

  it('is refused when it is one step repeated', () => {
    for (const password of ['aaaaaaaaaaa', '12345678', '87654321', 'abcdefghijk', '가가가가가가가가'])
      expect(isRefused(password), password).toBe(true)
  })

  it('is refused when it is a name of its owner', () => {
    for (const password of ['Minsu.Kim@example.com', 'MINSU.KIM', 'minsu2kim', 'minsu kim'])
      expect(isRefused(password), password).toBe(true)
  })

  it('is taken otherwise: no rule asks for a digit or a sign', () => {
    for (const password of [
      'correct horse battery',
      '봉화가 다섯이면 난리다',
      'x'.repeat(30).replaceAll('xx', 'xy'),
      'minsu kim likes tea',
    ])
      expect(isRefused(password), password).toBe(false)
  })
})
