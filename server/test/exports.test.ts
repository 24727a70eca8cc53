import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestSqlite, type TestDatabase } from './databases.ts'
import { type GroundRooms, openGroundRooms } from './ground-rooms.ts'

const password = 'correct horse battery'

describe('exporting what happened', () => {
  let store: TestDatabase
  let rooms: GroundRooms
  let token: string

  beforeEach(async () => {
    store = await openTestSqlite()
    rooms = await openGroundRooms(store)
    await rooms.send('POST', '/api/v1/auth/register', { body: { email: 'a@example.com', password, name: '=김봉수' } })
    token = await tokenOf('a@example.com')
  })
  afterEach(async () => {
    await rooms.close()
    await store.close()
  })

  const tokenOf = async (username: string): Promise<string> =>
    (await rooms.send('POST', '/api/v1/auth/login', { body: { username, password } })).body.access_token
  const csv = (path: string, bearer = token) =>
    rooms.http.inject({ method: 'GET', url: path, headers: { authorization: `Bearer ${bearer}` } })

  it('gives the audit record as CSV, in the reader’s language, harmless to open', async () => {
    await rooms.send('PATCH', '/api/v1/auth/me', { token, body: { name: '=cmd()' } })
    const answer = await csv('/api/v1/audit/export?action=update-me')
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(answer.headers['content-disposition']).toBe('attachment; filename="bongsu-audit.csv"')
    const [head, line, end] = answer.body.split('\r\n')
    expect(head).toMatch(/^\ufeff번호,시각\(UTC\),/)
    expect(line).toContain("update-me,person,1,'=cmd(),done,")
    expect(end).toBe('')
  })

  it('gives the whole history, longer than any page', async () => {
    await store.database.insertMany(
      'sign_in',
      { at: 'bigint', login: 'text', door: 'text', result: 'text', reason: 'text' },
      Array.from({ length: 1205 }, (_, n) => [n, `stranger-${n}`, 'http', 'refused', 'unknown_account']),
    )
    const lines = (await csv('/api/v1/sign-ins/export?result=refused')).body.trimEnd().split('\r\n')
    expect(lines).toHaveLength(1206)
    expect(lines[1]).toContain('stranger-1204')
    expect(lines[1205]).toContain('stranger-0')
    expect(new Set(lines).size).toBe(1206)
  })

  it('is for those who may see the lists, and refuses a wrong filter', async () => {
    const body = { email: 'm@example.com', name: 'M', role: 'manager', password }
    await rooms.send('POST', '/api/v1/people', { token, body })
    const manager = await tokenOf('m@example.com')
    for (const path of ['/api/v1/audit/export', '/api/v1/sign-ins/export']) {
      expect((await csv(path, manager)).statusCode).toBe(403)
      expect((await csv(path, 'nobody')).statusCode).toBe(401)
      expect((await csv(`${path}?from=yesterday`)).statusCode).toBe(400)
    }
  })
})
