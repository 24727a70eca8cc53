import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hour, minute } from '#kernel/clock.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { type GroundRooms, openGroundRooms, type SendOptions } from '#test/ground-rooms.ts'
import { personLocked } from './index.ts'

const password = 'correct horse battery'
const attacker = '198.51.100.66'
const home = '203.0.113.7'

eachDatabase((open) => {
  describe('guarding the sign-in', () => {
    let store: TestDatabase
    let rooms: GroundRooms
    let admin: string
    let kimId: number

    beforeEach(async () => {
      store = await open()
      rooms = await openGroundRooms(store)
      await rooms.send('POST', '/api/v1/auth/register', {
        body: { email: 'admin@example.com', password, name: 'Admin' },
      })
      admin = (await login('admin@example.com', password)).body.access_token
      const kim = { email: 'kim@example.com', login_id: 'kim', name: 'Kim', role: 'user', password }
      kimId = (await rooms.send('POST', '/api/v1/people', { token: admin, body: kim })).body.id
    })
    afterEach(async () => {
      await rooms.close()
      await store.close()
    })

    const login = (username: string, given: string, options: SendOptions & { session?: boolean } = {}) => {
      const { session, ...rest } = options
      return rooms.send('POST', '/api/v1/auth/login', { body: { username, password: given, session }, ...rest })
    }
    const fail = async (username: string, times: number, from = attacker) => {
      let answer = await login(username, 'wrong', { from })
      for (let n = 1; n < times; n++) answer = await login(username, 'wrong', { from })
      return answer
    }
    const patchKim = (body: object) => rooms.send('PATCH', `/api/v1/people/${kimId}`, { token: admin, body })
    const history = async (query = '') =>
      (await rooms.send('GET', `/api/v1/sign-ins${query}`, { token: admin })).body as {
        items: Record<string, unknown>[]
        total: number
      }
    const kim = async () => (await rooms.send('GET', `/api/v1/people/${kimId}`, { token: admin })).body

    it('says the same of a wrong password, an unknown name, a disabled and an unapproved account', async () => {
      await rooms.send('POST', '/api/v1/auth/register', { body: { email: 'new@example.com', password, name: 'New' } })
      await patchKim({ is_enabled: false })
      const answers = [
        await login('admin@example.com', 'wrong'),
        await login('nobody@example.com', 'wrong'),
        await login('kim', 'wrong'),
        await login('new@example.com', 'wrong'),
        await login('', 'wrong'),
      ]
      for (const answer of answers) {
        expect(answer.status).toBe(401)
        expect(answer.body).toEqual(answers[0]?.body)
      }
    })

    it('tells somebody with the right password that the account is disabled or waits for approval', async () => {
      await rooms.send('POST', '/api/v1/auth/register', { body: { email: 'new@example.com', password, name: 'New' } })
      await patchKim({ is_enabled: false })
      const english = { headers: { 'accept-language': 'en' } }
      expect(await login('kim', password)).toMatchObject({
        status: 403,
        body: { error: { message: '현재 계정이 비활성화 되었습니다', details: { reason: 'disabled' } } },
      })
      expect((await login('kim', password, english)).body.error.message).toBe('This account is disabled.')
      expect(await login('new@example.com', password)).toMatchObject({
        status: 403,
        body: { error: { details: { reason: 'not_approved' } } },
      })
      expect((await history()).items.map((item) => item.reason)).toEqual(['not_approved', 'disabled', 'disabled', 'ok'])
      const refused = (await rooms.send('GET', '/api/v1/audit?action=sign-in&outcome=refused', { token: admin })).body
      expect(refused.total).toBe(3)
    })

    it('makes a source wait after five wrong passwords, also with the right one, and says for how long', async () => {
      expect((await fail('kim@example.com', 5)).status).toBe(401)
      const answer = await login('kim@example.com', password, { from: attacker })
      expect(answer.status).toBe(429)
      expect(Number(answer.headers['retry-after'])).toBe(60)
      rooms.clock.jump(minute)
      expect((await login('kim@example.com', password, { from: attacker })).status).toBe(200)
    })

    it('waits longer each time, and forgets after the right password', async () => {
      await fail('kim', 5)
      const waits: number[] = []
      for (let n = 0; n < 8; n++) {
        const answer = await login('kim', 'wrong', { from: attacker })
        expect(answer.status).toBe(429)
        waits.push(Number(answer.headers['retry-after']) / 60)
        rooms.clock.jump(Number(answer.headers['retry-after']) * 1000)
        if (n < 7) expect((await login('kim', 'wrong', { from: attacker })).status).toBe(401)
      }
      expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
      expect((await login('kim', password, { from: attacker })).status).toBe(200)
      expect((await fail('kim', 4)).status).toBe(401)
      expect((await login('kim', password, { from: attacker })).status).toBe(200)
    })

    it('locks the attacker out, not the person', async () => {
      await fail('kim@example.com', 8)
      expect((await login('kim@example.com', password, { from: home })).status).toBe(200)
    })

    it('lets a known device in although its own network has to wait', async () => {
      const { cookies } = await login('kim', password, { from: home, session: true })
      await fail('kim', 6, home)
      expect((await login('kim', password, { from: home })).status).toBe(429)
      const device = { bongsu_device: cookies.bongsu_device as string }
      expect((await login('kim', password, { from: home, cookies: device })).status).toBe(200)
      // For somebody else's account the device means nothing.
      await fail('admin@example.com', 6, home)
      expect((await login('admin@example.com', password, { from: home, cookies: device })).status).toBe(429)
    })

    it('counts a known device by itself', async () => {
      const { cookies } = await login('kim', password, { from: home, session: true })
      const device = { bongsu_device: cookies.bongsu_device as string }
      for (let n = 0; n < 5; n++) await login('kim', 'wrong', { from: home, cookies: device })
      expect((await login('kim', password, { from: home, cookies: device })).status).toBe(429)
    })

    it('treats one host’s IPv6 network as one source', async () => {
      for (let n = 0; n < 5; n++) await login('kim', 'wrong', { from: `2001:db8:1:2::${n + 1}` })
      expect((await login('kim', password, { from: '2001:db8:1:2:ffff::9' })).status).toBe(429)
      expect((await login('kim', password, { from: '2001:db8:1:3::1' })).status).toBe(200)
    })

    it('gives an account one allowance for both of its names, without telling that they are one', async () => {
      await fail('kim@example.com', 5)
      expect((await login('kim', password, { from: attacker })).body).toEqual((await login('lee', 'wrong')).body)
      expect((await history('?reason=throttled')).total).toBe(1)
    })

    it('makes unknown names wait just the same', async () => {
      expect((await fail('nobody@example.com', 5)).status).toBe(401)
      const unknown = await login('nobody@example.com', 'wrong', { from: attacker })
      await fail('kim@example.com', 5)
      const known = await login('kim@example.com', 'wrong', { from: attacker })
      expect(unknown.status).toBe(429)
      expect(unknown.body).toEqual(known.body)
    })

    it('counts guesses that are sent at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 30 }, () => login('kim@example.com', 'wrong', { from: attacker })),
      )
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(25)
    })

    it('slows strangers everywhere down when very many sources guess, but not a known network', async () => {
      await login('kim', password, { from: home, session: true })
      for (let n = 0; n < 50; n++) await login('kim', 'wrong', { from: `198.51.100.${n}` })
      expect((await login('kim', password, { from: '192.0.2.200' })).status).toBe(429)
      expect((await login('kim', password, { from: home })).status).toBe(200)
    })

    it('is shown to admins, who unlock at once', async () => {
      await fail('kim@example.com', 6)
      expect(await kim()).toMatchObject({ is_locked: true, locked_until: '2026-03-02T00:01:00.000Z' })
      const locked = (await rooms.send('GET', '/api/v1/people?is_locked=true', { token: admin })).body
      expect(locked.items.map((person: { id: number }) => person.id)).toEqual([kimId])
      const unlocked = await rooms.send('POST', `/api/v1/people/${kimId}/unlock`, { token: admin })
      expect(unlocked).toMatchObject({ status: 200, body: { is_locked: false, locked_until: null } })
      expect((await fail('kim@example.com', 4)).status).toBe(401)
      expect((await login('kim@example.com', password, { from: attacker })).status).toBe(200)
    })

    it('sends one notice of the lock an hour, however many sources guess', async () => {
      const notices: object[] = []
      store.events.within(personLocked, async (_tx, news) => void notices.push(news))
      for (const from of ['198.51.100.1', '198.51.100.2', '198.51.100.3']) await fail('kim', 5, from)
      expect(notices).toEqual([
        {
          personId: kimId,
          personName: 'Kim',
          personEmail: 'kim@example.com',
          address: '198.51.100.1',
          failures: 5,
          lockedUntil: rooms.clock.now() + minute,
        },
      ])
      rooms.clock.jump(hour)
      await fail('kim', 5, '198.51.100.4')
      expect(notices).toHaveLength(2)
    })

    it('believes the trusted proxy and no address a client makes up', async () => {
      for (let n = 0; n < 5; n++) await login('kim', 'wrong', { from: `10.9.9.${n}, ${attacker}` })
      expect((await login('kim', password, { from: `10.9.9.77, ${attacker}` })).status).toBe(429)
      expect((await history()).items[0]).toMatchObject({ address: attacker, reason: 'throttled' })
    })

    it('keeps every attempt, also for unknown names, found by person, result, reason, time and words', async () => {
      await login('kim', 'wrong', { from: attacker })
      rooms.clock.jump(minute)
      await login(`x${'y'.repeat(500)}\u0000`.replace('\u0000', '\r'), 'wrong', { from: attacker })
      await login('kim', password, { from: home })
      expect((await history()).total).toBe(4)
      const logins = async (query: string) => (await history(query)).items.map((item) => item.reason)
      expect(await logins(`?person=${kimId}`)).toEqual(['ok', 'wrong_password'])
      expect(await logins('?result=refused')).toEqual(['unknown_account', 'wrong_password'])
      expect(await logins('?reason=unknown_account')).toEqual(['unknown_account'])
      expect(await logins('?from=2026-03-02T00:01:00Z')).toEqual(['ok', 'unknown_account'])
      expect(await logins('?to=2026-03-02T00:01:00Z&result=refused')).toEqual(['wrong_password'])
      expect(await logins(`?q=${attacker}`)).toEqual(['unknown_account', 'wrong_password'])
      const [unknown] = (await history('?reason=unknown_account')).items
      expect(unknown).toMatchObject({ person_id: null, person_name: null, message: '없는 계정' })
      expect(String(unknown?.login)).toHaveLength(200)

      const token = (await login('kim', password)).body.access_token
      expect((await rooms.send('GET', '/api/v1/sign-ins', { token })).status).toBe(403)
      const own = (await rooms.send('GET', '/api/v1/auth/me/sign-ins', { token })).body
      expect(own.items.map((item: { person_id: number }) => item.person_id)).toEqual([kimId, kimId, kimId])
    })

    it('takes the same time for known and unknown names', async () => {
      const time = async (username: string): Promise<number> => {
        const from = performance.now()
        await login(username, 'wrong', {
          from: `10.0.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}`,
        })
        return performance.now() - from
      }
      const known: number[] = []
      const unknown: number[] = []
      // In turns, so that whatever else the machine does slows both.
      for (let n = 0; n < 40; n++) {
        known.push(await time('kim@example.com'))
        unknown.push(await time('kim2@example.com'))
      }
      const median = (times: number[]) => times.sort((a, b) => a - b)[20] ?? 0
      // Without the dummy hash the unknown name would be an order of magnitude quicker.
      expect(median(unknown)).toBeGreaterThan(median(known) * 0.6)
      expect(median(known)).toBeGreaterThan(median(unknown) * 0.6)
    })
  })
})
