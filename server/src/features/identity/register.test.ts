import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { type GroundOptions, type GroundRooms, openGroundRooms } from '#test/ground-rooms.ts'
import { approvalWanted } from './index.ts'

const password = 'correct horse battery'

eachDatabase((open) => {
  describe('making an account', () => {
    let store: TestDatabase
    let rooms: GroundRooms

    const begin = async (options: GroundOptions = {}) => {
      await rooms?.close()
      rooms = await openGroundRooms(store, options)
    }
    beforeEach(async () => {
      store = await open()
      await begin()
    })
    afterEach(async () => {
      await rooms.close()
      await store.close()
    })

    const register = (email: string, more: object = {}) =>
      rooms.send('POST', '/api/v1/auth/register', { body: { email, password, name: email.split('@')[0], ...more } })
    const login = (username: string) => rooms.send('POST', '/api/v1/auth/login', { body: { username, password } })
    const setMode = async (mode: string) => {
      const token = (await login('first@example.com')).body.access_token
      const answer = await rooms.send('PUT', '/api/v1/settings/sign_up', { token, body: { value: { mode } } })
      expect(answer.status).toBe(200)
      return token as string
    }
    const setup = async () => (await rooms.send('GET', '/api/v1/auth/setup')).body

    it('makes the first one admin, and those after it wait for approval', async () => {
      expect(await setup()).toEqual({ needs_first_account: true, needs_setup_code: false, signup: 'approval' })
      const waiting: string[] = []
      store.events.within(approvalWanted, async (_tx, { personEmail }) => void waiting.push(personEmail))
      expect(await register('first@example.com')).toMatchObject({
        status: 201,
        body: { role: 'admin', is_approved: true },
      })
      expect(await setup()).toEqual({ needs_first_account: false, needs_setup_code: false, signup: 'approval' })
      const second = await register('Second@Example.com', { login_id: 'Second' })
      expect(second).toMatchObject({
        status: 201,
        body: { email: 'second@example.com', login_id: 'second', role: 'user', is_approved: false },
      })
      expect(waiting).toEqual(['second@example.com'])
    })

    it('makes one admin of fifty who come at once', async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => register(`p${n}@example.com`)))
      expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(201))
      expect(answers.filter(({ body }) => body.role === 'admin')).toHaveLength(1)
      const [row] = await store.database.all<{ n: number }>("select count(*) as n from person where role = 'admin'")
      expect(Number(row?.n)).toBe(1)
    })

    it('gives an address and a login id to one of many who want it at once', async () => {
      await register('first@example.com')
      const answers = await Promise.all([
        ...Array.from({ length: 5 }, () => register('Same@example.com')),
        ...Array.from({ length: 5 }, (_, n) => register(`other${n}@example.com`, { login_id: 'same' })),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, ...Array(8).fill(409)])
    })

    it('refuses a taken name with 409, at its field', async () => {
      await register('first@example.com', { login_id: 'boss' })
      expect(await register('FIRST@example.com')).toMatchObject({
        status: 409,
        body: { error: { code: 'conflict', details: { fields: [{ path: 'email' }] } } },
      })
      expect(await register('x@example.com', { login_id: 'BOSS' })).toMatchObject({
        status: 409,
        body: { error: { details: { fields: [{ path: 'login_id', message: expect.stringMatching(/[가-힣]/) }] } } },
      })
    })

    it('asks for the set-up code with the first account only', async () => {
      await begin({ setupCode: 'code-from-the-console' })
      expect(await setup()).toMatchObject({ needs_first_account: true, needs_setup_code: true })
      for (const setup_code of [undefined, '', 'code-from-the-consolf', 'x']) {
        expect(await register('thief@example.com', { setup_code })).toMatchObject({
          status: 400,
          body: { error: { details: { fields: [{ path: 'setup_code' }] } } },
        })
      }
      expect(await register('first@example.com', { setup_code: ' code-from-the-console ' })).toMatchObject({
        status: 201,
      })
      expect(await setup()).toMatchObject({ needs_setup_code: false })
      expect(await register('second@example.com')).toMatchObject({ status: 201, body: { role: 'user' } })
    })

    it('lets newcomers sign in at once when sign-up is open', async () => {
      await register('first@example.com')
      expect((await register('early@example.com')).body.is_approved).toBe(false)
      await setMode('open')
      expect((await register('late@example.com')).body.is_approved).toBe(true)
      expect((await login('late@example.com')).status).toBe(200)
      expect((await login('early@example.com')).status).toBe(403)
    })

    it('lets nobody in when sign-up is closed, not even with an invitation', async () => {
      await register('first@example.com')
      const token = await setMode('invite')
      const { code } = (await rooms.send('POST', '/api/v1/invitations', { token, body: {} })).body
      await setMode('closed')
      expect(await register('x@example.com')).toMatchObject({ status: 403 })
      expect(await register('x@example.com', { invitation: code })).toMatchObject({ status: 403 })
    })

    it('takes an invitation once, in its role and for its address only', async () => {
      await register('first@example.com')
      const token = await setMode('invite')
      const invite = async (body: object) => (await rooms.send('POST', '/api/v1/invitations', { token, body })).body
      expect(await register('x@example.com')).toMatchObject({ status: 403 })
      expect(await register('x@example.com', { invitation: 'guess' })).toMatchObject({ status: 400 })

      const forKim = await invite({ email: 'Kim@example.com', role: 'manager' })
      expect(await register('lee@example.com', { invitation: forKim.code })).toMatchObject({ status: 400 })
      expect(await register('kim@example.com', { invitation: forKim.code })).toMatchObject({
        status: 201,
        body: { role: 'manager', is_approved: true },
      })

      expect(JSON.stringify(await store.database.all('select * from audit_entry'))).not.toContain(forKim.code)

      const open = await invite({ role: 'ROLE_USER' })
      const many = await Promise.all(
        Array.from({ length: 6 }, (_, n) => register(`n${n}@example.com`, { invitation: open.code })),
      )
      expect(many.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400, 400, 400])

      const short = await invite({ valid_days: 1 })
      const revoked = await invite({})
      await rooms.send('DELETE', `/api/v1/invitations/${revoked.id}`, { token })
      expect(await register('y@example.com', { invitation: revoked.code })).toMatchObject({ status: 400 })
      const { items } = (await rooms.send('GET', '/api/v1/invitations', { token })).body
      expect(items.map((item: { id: number; code?: string }) => [item.id, item.code])).toEqual([
        [short.id, undefined],
        [open.id, undefined],
        [forKim.id, undefined],
      ])
      rooms.clock.jump(24 * 3600_000)
      expect(await register('z@example.com', { invitation: short.code })).toMatchObject({ status: 400 })
    })

    it('refuses weak passwords, bad names and fields that are not for strangers', async () => {
      for (const [field, body] of [
        ['password', { password: 'short' }],
        ['password', { password: 'password1' }],
        ['password', { email: 'longname@example.com', password: 'longname@example.com' }],
        ['email', { email: 'not an address' }],
        ['name', { name: ' \t ' }],
        ['name', { name: 'a\u0007b' }],
        ['login_id', { login_id: 'with@sign' }],
        ['role', { role: 'admin' }],
        ['is_approved', { is_approved: true }],
        ['id', { id: 1 }],
      ] as const) {
        const answer = await register('someone@example.com', body)
        expect(answer, field).toMatchObject({
          status: 400,
          body: { error: { details: { fields: [{ path: field }] } } },
        })
      }
      expect(await setup()).toMatchObject({ needs_first_account: true })
    })

    it('takes a long password and one in any script', async () => {
      expect(await register('first@example.com', { password: '봉화 '.repeat(40) })).toMatchObject({ status: 201 })
      expect(
        await rooms.send('POST', '/api/v1/auth/login', {
          body: { username: 'first@example.com', password: '봉화 '.repeat(40).normalize('NFD') },
        }),
      ).toMatchObject({ status: 200 })
    })

    it('keeps the password as an argon2id hash and nowhere else', async () => {
      await register('first@example.com')
      await login('first@example.com')
      const people = await store.database.all<{ password_hash: string }>('select * from person')
      expect(people[0]?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
      const audit = await store.database.all('select * from audit_entry')
      expect(audit.length).toBeGreaterThan(0)
      expect(JSON.stringify([people, audit])).not.toContain(password)
    })

    it('comes from the configuration where there is no browser, once', async () => {
      const account = { email: 'Ops@example.com', password }
      await expect(rooms.identity.ensureFirstAdmin({ ...account, password: 'password' })).rejects.toMatchObject({
        code: 'validation',
      })
      const both = await Promise.all([
        rooms.identity.ensureFirstAdmin(account),
        rooms.identity.ensureFirstAdmin({ ...account, email: 'two@example.com' }),
      ])
      expect(both.sort()).toEqual(['created', 'exists'])
      expect(await rooms.identity.ensureFirstAdmin(account)).toBe('exists')
      expect(await setup()).toMatchObject({ needs_first_account: false })
      const [row] = await store.database.all<{ n: number }>('select count(*) as n from person')
      expect(Number(row?.n)).toBe(1)
    })
  })
})
