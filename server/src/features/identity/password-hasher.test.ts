import { describe, expect, it } from 'vitest'
import { createPasswordHasher } from './password-hasher.ts'

describe('a password hasher', () => {
  it('knows a password again, whichever way its letters were composed', async () => {
    const hasher = createPasswordHasher()
    const hash = await hasher.hash('봉화대 café')
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await hasher.verify(hash, '봉화대 café'.normalize('NFD'))).toBe(true)
    expect(await hasher.verify(hash, '봉화대 cafe')).toBe(false)
    expect(await hasher.hash('봉화대 café')).not.toBe(hash)
  })

  it('works as long for nobody as for somebody, and says no', async () => {
    const hasher = createPasswordHasher()
    const hash = await hasher.hash('somebody')
    const time = async (against: string | null) => {
      const from = performance.now()
      expect(await hasher.verify(against, 'guess')).toBe(false)
      return performance.now() - from
    }
    const somebody: number[] = []
    const nobody: number[] = []
    for (let turn = 0; turn < 15; turn++) {
      somebody.push(await time(hash))
      nobody.push(await time(null))
    }
    const median = (times: number[]) => times.sort((a, b) => a - b)[7] ?? 0
    expect(median(nobody)).toBeGreaterThan(median(somebody) / 2)
    expect(median(somebody)).toBeGreaterThan(median(nobody) / 2)
  })

  it('turns away what does not fit in the line, and works on afterwards', async () => {
    const hasher = createPasswordHasher()
    const answers = await Promise.allSettled(Array.from({ length: 210 }, () => hasher.hash('flood of sign-ins')))
    const refused = answers.filter((answer) => answer.status === 'rejected')
    expect(refused).toHaveLength(8)
    expect(refused[0]?.reason).toMatchObject({ code: 'unavailable', details: { retry_after_seconds: 3 } })
    expect(await hasher.verify(await hasher.hash('later'), 'later')).toBe(true)
  })
})
