import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personApproved } from '#features/identity/index.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { type GroundRooms, openGroundRooms } from '#test/ground-rooms.ts'
import { together } from './at-once.ts'

const password = 'correct horse battery'

eachDatabase((open) => {
  let store: TestDatabase
  let rooms: GroundRooms
  let admin: string
  beforeAll(async () => {
    store = await open()
    rooms = await openGroundRooms(store)
    await register('first@example.com')
    admin = await tokenOf('first@example.com')
    await put('/api/v1/settings/sign_up', { value: { mode: 'open' } })
  })
  afterAll(async () => {
    await rooms.close()
    await store.close()
  })

  const register = (email: string, more: object = {}) =>
    rooms.send('POST', '/api/v1/auth/register', { body: { email, password, name: 'Somebody', ...more } })
  const signIn = (username: string, word = password) =>
    rooms.send('POST', '/api/v1/auth/login', { body: { username, password: word } })
  const tokenOf = async (username: string): Promise<string> => (await signIn(username)).body.access_token
  const put = (path: string, body: object) => rooms.send('PUT', path, { token: admin, body })
  const all = <Result>(call: (n: number) => Promise<Result>) =>
    Promise.all(Array.from({ length: together }, (_, n) => call(n)))
  const statuses = (answers: readonly { status: number }[]) => answers.map(({ status }) => status).sort((a, b) => a - b)

  it('one of many takes an address, and the others are told so', async () => {
    const answers = await all(() => register('same@example.com'))
    expect(statuses(answers)).toEqual([201, ...Array(together - 1).fill(409)])
  })

  it('one of many comes in with an invitation', async () => {
    await put('/api/v1/settings/sign_up', { value: { mode: 'invite' } })
    const { body } = await rooms.send('POST', '/api/v1/invitations', { token: admin, body: { role: 'manager' } })
    const answers = await all((n) => register(`guest${n}@example.com`, { invitation: body.code }))
    await put('/api/v1/settings/sign_up', { value: { mode: 'open' } })
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(together - 1)
  })

  it('an approval is news once', async () => {
    await put('/api/v1/settings/sign_up', { value: { mode: 'approval' } })
    const { body } = await register('waiting@example.com')
    await put('/api/v1/settings/sign_up', { value: { mode: 'open' } })
    let told = 0
    store.events.within(personApproved, async (_tx, { personId }) => {
      if (personId === body.id) told += 1
    })
    const answers = await all(() => rooms.send('POST', `/api/v1/people/${body.id}/approve`, { token: admin }))
    expect(statuses(answers)).toEqual(Array(together).fill(200))
    expect(told).toBe(1)
  })

  it('a refresh token works once', async () => {
    await register('refreshing@example.com')
    const { refresh_token } = (await signIn('refreshing@example.com')).body
    const answers = await all(() => rooms.send('POST', '/api/v1/auth/refresh', { body: { refresh_token } }))
    expect(statuses(answers)).toEqual([200, ...Array(together - 1).fill(401)])
  })

  it('nobody stays in with the old password after a reset', async () => {
    const { id } = (await register('reset@example.com')).body
    for (let round = 0; round < 3; round++) {
      const word = round === 0 ? password : `${password} ${round}`
      const next = `${password} ${round + 1}`
      const reset = () =>
        rooms.send('POST', `/api/v1/people/${id}/reset-password`, { token: admin, body: { password: next } })
      const answers = await all((n) => (n === together >> 1 ? reset() : signIn('reset@example.com', word)))
      expect(answers[together >> 1]?.status).toBe(200)
      const left = await store.database.all('select id from session where person_id = ?', [id])
      expect(left).toEqual([])
    }
  })

  describe('administrators', () => {
    it('who demote each other at once leave one', async () => {
      const people: { id: number; token: string }[] = []
      for (let n = 0; n < together; n++) {
        const email = `admin${n}@example.com`
        const body = { email, name: 'Admin', role: 'admin', password }
        const made = await rooms.send('POST', '/api/v1/people', { token: admin, body })
        people.push({ id: made.body.id, token: await tokenOf(email) })
      }
      const next = (n: number) => people[(n + 1) % together]?.id
      await all((n) =>
        rooms.send('PATCH', `/api/v1/people/${next(n)}`, { token: people[n]?.token as string, body: { role: 'user' } }),
      )
      const firstId = (await rooms.send('GET', '/api/v1/auth/me', { token: admin })).body.id
      await Promise.all(
        people.map(({ token }) =>
          rooms.send('PATCH', `/api/v1/people/${firstId}`, { token, body: { is_enabled: false } }),
        ),
      )
      const left = await store.database.all(
        "select id from person where role = 'admin' and is_enabled = 1 and deleted_at is null",
      )
      expect(left.length).toBeGreaterThan(0)
    })
  })
})
