import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { day, minute } from '#kernel/clock.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { type GroundRooms, openGroundRooms } from '#test/ground-rooms.ts'

const password = 'correct horse battery'
const fresh = 'a new horse battery'

eachDatabase((open) => {
  describe('my own account', () => {
    let store: TestDatabase
    let rooms: GroundRooms
    let token: string

    beforeEach(async () => {
      store = await open()
      rooms = await openGroundRooms(store)
      const body = { email: 'me@example.com', password, name: 'Me', login_id: 'me' }
      await rooms.send('POST', '/api/v1/auth/register', { body })
      token = (await login()).body.access_token
    })
    afterEach(async () => {
      await rooms.close()
      await store.close()
    })

    const login = (given = password, more: object = {}) =>
      rooms.send('POST', '/api/v1/auth/login', { body: { username: 'me', password: given, ...more } })
    const me = (options: object = { token }) => rooms.send('GET', '/api/v1/auth/me', options)
    const patch = (body: object) => rooms.send('PATCH', '/api/v1/auth/me', { token, body })
    const change = (current_password: string, new_password: string) =>
      rooms.send('PUT', '/api/v1/auth/me/password', { token, body: { current_password, new_password } })
    const settings = (body: object) => rooms.send('PUT', '/api/v1/auth/me/settings', { token, body })

    it('changes name, login id, phone and picture, and leaves out what is not sent', async () => {
      const picture = `data:image/png;base64,${Buffer.from('89504e470d0a1a0a00', 'hex').toString('base64')}`
      expect(await patch({ name: '  새 이름 ', phone: '+82 10-1234-5678', picture })).toMatchObject({
        status: 200,
        body: { name: '새 이름', phone: '+82 10-1234-5678', picture, login_id: 'me' },
      })
      expect(await patch({ login_id: 'myself', picture: null, phone: null })).toMatchObject({
        body: { name: '새 이름', login_id: 'myself', picture: null, phone: null },
      })
      expect((await me()).body).toMatchObject({ name: '새 이름', login_id: 'myself' })
    })

    it('takes a new name at once in what I do next', async () => {
      await patch({ name: 'Renamed' })
      await settings({ theme: 'dark' })
      const audit = (await rooms.send('GET', '/api/v1/audit?action=update-my-settings', { token })).body
      expect(audit.items[0].actor_name).toBe('Renamed')
    })

    it('lets nobody raise themselves', async () => {
      for (const field of ['role', 'is_enabled', 'is_approved', 'email', 'password', 'id', 'password_hash'])
        expect((await patch({ [field]: 'admin' })).status, field).toBe(400)
    })

    it('changes the password with the current one, and ends every other session', async () => {
      const { cookies } = await login(password, { session: true })
      const other = (await login()).body.access_token
      token = (await login()).body.access_token
      expect(await change('not it at all', fresh)).toMatchObject({
        status: 400,
        body: {
          error: { details: { fields: [{ path: 'current_password', message: '현재 비밀번호가 올바르지 않습니다' }] } },
        },
      })
      expect((await me({ token: other })).status).toBe(200)
      expect(await change(password, fresh)).toMatchObject({
        status: 200,
        body: { message: '비밀번호가 변경되었습니다' },
      })
      expect((await me()).status).toBe(200)
      expect((await me({ token: other })).status).toBe(401)
      expect((await me({ cookies })).status).toBe(401)
      expect((await login()).status).toBe(401)
      expect((await login(fresh)).status).toBe(200)
      expect(JSON.stringify(await store.database.all('select * from audit_entry'))).not.toContain(fresh)
    })

    it('keeps new passwords as good as first ones', async () => {
      for (const bad of ['short', 'password1', 'me@example.com', password])
        expect(await change(password, bad), bad).toMatchObject({
          status: 400,
          body: { error: { details: { fields: [{ path: 'new_password' }] } } },
        })
    })

    it('gives whoever sits at an open screen five guesses at the current password', async () => {
      for (let n = 0; n < 5; n++) expect((await change(`guess number ${n}`, fresh)).status).toBe(400)
      const answer = await change(password, fresh)
      expect(answer.status).toBe(429)
      expect(answer.headers['retry-after']).toBe('60')
      rooms.clock.jump(minute)
      expect((await change(password, fresh)).status).toBe(200)
    })

    it('lets one of two changes at once win', async () => {
      const answers = await Promise.all([change(password, fresh), change(password, `${fresh} too`)])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
    })

    it('keeps theme, language, time zone and e-mail alerts', async () => {
      const read = async () => (await rooms.send('GET', '/api/v1/auth/me/settings', { token })).body
      expect(await read()).toEqual({
        theme: 'light',
        language: 'ko',
        time_zone: 'Asia/Seoul',
        timezone: 'Asia/Seoul',
        email_notifications: true,
      })
      const sent = { theme: 'dark', language: 'en', time_zone: 'America/New_York', email_notifications: false }
      const all = { ...sent, timezone: sent.time_zone }
      expect((await settings(sent)).body).toEqual(all)
      expect((await settings({ theme: 'system' })).body).toEqual({ ...all, theme: 'system' })
      expect(await read()).toEqual({ ...all, theme: 'system' })
      for (const [field, value] of [
        ['theme', 'neon'],
        ['language', 'fr'],
        ['time_zone', 'Mars/Olympus'],
        ['time_zone', '+09:00'],
        ['timezone', 'Mars/Olympus'],
        ['email_notifications', 'yes'],
      ] as const)
        expect(await settings({ [field]: value }), String(value)).toMatchObject({
          status: 400,
          body: { error: { details: { fields: [{ path: field }] } } },
        })
      expect(await read()).toEqual({ ...all, theme: 'system' })
    })

    it('takes the time zone under the name that spec B has for it', async () => {
      const changed = await settings({ timezone: 'Europe/Berlin' })
      expect(changed.body).toMatchObject({ time_zone: 'Europe/Berlin', timezone: 'Europe/Berlin' })
      expect((await settings({ timezone: 'Asia/Seoul', time_zone: 'Asia/Seoul' })).status).toBe(200)
      expect((await settings({ timezone: 'Europe/Berlin', time_zone: 'Asia/Seoul' })).status).toBe(400)
    })

    it('is answered in my language', async () => {
      const ask = async () => (await change('x', fresh)).body.error.message
      expect(await ask()).toMatch(/[가-힣]/)
      await settings({ language: 'en' })
      expect(await ask()).toBe('The current password is not right.')
    })

    it('is cleaned up after: ended sessions, old attempts, forgotten devices and history past its time', async () => {
      await login(password, { session: true })
      await login('wrong')
      rooms.clock.jump(400 * day)
      await login()
      await login('wrong')
      const [job] = rooms.identity.room.jobs ?? []
      const report = await job?.run(new AbortController().signal)
      expect(report).toEqual({ sessions: 2, attempts: 0, devices: 1, invitations: 0, history: 3 })
      rooms.clock.jump(2 * day)
      expect(await job?.run(new AbortController().signal)).toMatchObject({ sessions: 0, attempts: 2, history: 0 })
      const [left] = await store.database.all<{ n: number }>('select count(*) as n from sign_in')
      expect(Number(left?.n)).toBe(2)
    })
  })
})
