import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { minute, second } from '#kernel/clock.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { type GroundRooms, openGroundRooms } from '#test/ground-rooms.ts'

const password = 'correct horse battery'

eachDatabase((open) => {
  describe('a sign-in that the rate limit refuses', () => {
    let store: TestDatabase
    let rooms: GroundRooms
    let admin: string

    beforeEach(async () => {
      store = await open()
      rooms = await openGroundRooms(store, { limited: true })
      await rooms.send('POST', '/api/v1/auth/register', { body: { email: 'admin@example.com', password, name: 'A' } })
      admin = (await login('192.0.2.1', 'admin@example.com', password)).body.access_token
    })
    afterEach(async () => {
      await rooms.close()
      await store.close()
    })

    const login = (from: string, username = 'nobody', given = 'wrong') =>
      rooms.send('POST', '/api/v1/auth/login', {
        body: { username, password: given },
        from,
        headers: { 'user-agent': 'curl/8' },
      })
    /** How many of so many were one too many. A name for each: no account is locked. */
    const flood = async (from: string, times: number) => {
      const answers = await Promise.all(Array.from({ length: times }, (_, n) => login(from, `nobody-${n}`)))
      return answers.filter(({ status }) => status === 429).length
    }
    const refused = async () =>
      (await rooms.send('GET', '/api/v1/sign-ins?reason=rate_limited', { token: admin })).body as {
        items: { attempts: number; address: string }[]
        total: number
      }
    const seen = async () => (await refused()).items.map(({ address, attempts }) => [address, attempts])
    /** So that what was noted is written. */
    const pass = async (ms: number) => {
      await rooms.clock.advance(ms)
      await new Promise((resolve) => setImmediate(resolve))
    }

    it('is in the history: a line for each source, with the number of attempts, that grows for a minute', async () => {
      expect(await flood('198.51.100.7', 25)).toBe(15)
      expect(await flood('2001:db8::1', 11)).toBe(1)
      await pass(second)
      await expect.poll(seen).toEqual([
        ['2001:db8::1', 1],
        ['198.51.100.7', 15],
      ])
      expect((await refused()).items[0]).toMatchObject({
        login: '',
        person_id: null,
        user_agent: 'curl/8',
        door: 'http',
        result: 'refused',
        reason: 'rate_limited',
      })
      expect(await flood('198.51.100.7', 30)).toBe(30)
      // Of the same network, of which one host may have any address.
      expect(await flood('2001:db8::ffff', 2)).toBe(2)
      await pass(second)
      await expect.poll(seen).toEqual([
        ['2001:db8::1', 3],
        ['198.51.100.7', 45],
      ])
      await pass(minute)
      expect(await flood('198.51.100.7', 12)).toBe(2)
      await pass(second)
      await expect.poll(seen).toEqual([
        ['198.51.100.7', 2],
        ['2001:db8::1', 3],
        ['198.51.100.7', 45],
      ])
    })

    it('is written before everything stops, and what is refreshed too often is none', async () => {
      expect(await flood('198.51.100.7', 12)).toBe(2)
      const refresh = () =>
        rooms.send('POST', '/api/v1/auth/refresh', { body: { refresh_token: 'x' }, from: '198.51.100.8' })
      for (let n = 0; n < 12; n++) await refresh()
      expect((await refresh()).status).toBe(429)
      await rooms.identity.room.stop?.(new AbortController().signal)
      expect(await seen()).toEqual([['198.51.100.7', 2]])
    })

    it('is not lost while the store refuses', async () => {
      await store.database.run('alter table sign_in rename to sign_in_away')
      await flood('198.51.100.7', 12)
      await pass(second)
      await store.database.run('alter table sign_in_away rename to sign_in')
      await pass(second)
      await expect.poll(seen).toEqual([['198.51.100.7', 2]])
    })
  })
})
