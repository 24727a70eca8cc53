import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { smtpSetting } from '#features/settings/index.ts'
import { insertTestPerson } from '#test/alert-rooms.ts'
import { eachDatabase } from '#test/databases.ts'
import { type MailBox, openMailBox } from '#test/mail-box.ts'
import { type OutboxBench, openOutboxBench, second } from '#test/outbox-bench.ts'

eachDatabase((open) => {
  let bench: OutboxBench
  beforeEach(async () => {
    bench = await openOutboxBench(await open())
  })
  afterEach(() => bench.close())

  describe('people', () => {
    let box: MailBox
    beforeEach(async () => {
      box = await openMailBox()
      await bench.rooms.set('smtp', { host: '127.0.0.1', port: box.port, secure: 'none', from: 'bongsu@example.com' })
    })
    afterEach(() => box.close())
    const own = (ownerId: number) =>
      bench.store.database.transaction((tx) =>
        tx.run('update project set owner_id = ? where id = ?', [ownerId, bench.projectId]),
      )

    it('get mail about their own projects where they want it, in their language', async () => {
      await own(await insertTestPerson(bench.store, { email: 'owner@example.com', language: 'en' }))
      await insertTestPerson(bench.store, { email: 'admin@example.com', role: 'admin' })
      await bench.change('down')
      await bench.rooms.pass(2 * second)
      expect(box.mails.map(({ to }) => to)).toEqual([['owner@example.com']])
      expect(box.mails[0]?.mail.subject).toBe('[Bongsu] Down - 쇼핑몰')
      expect((await bench.log())[0]).toMatchObject({ channel_name: 'The owner’s own mail', state: 'delivered' })
    })

    it('who want no mail get none, also when they say so while it waits', async () => {
      const owner = await insertTestPerson(bench.store, { email: 'owner@example.com' })
      await own(owner)
      await bench.change('down')
      await bench.store.database.run('update person set email_notifications = 0 where id = ?', [owner])
      await bench.rooms.pass(2 * second)
      await bench.change('recovered')
      await bench.rooms.pass(2 * second)
      expect(box.mails).toEqual([])
      expect((await bench.log()).map(({ state }) => state)).toEqual(['dropped'])
    })

    it('are not mailed twice where a channel writes to them anyway', async () => {
      await own(await insertTestPerson(bench.store, { email: 'Owner@example.com' }))
      await bench.rooms.call('create-channel', {
        kind: 'email',
        name: 'team',
        options: { to: ['owner@EXAMPLE.com', 'team@example.com'] },
      })
      await bench.change('down')
      await bench.rooms.pass(2 * second)
      expect(box.mails).toHaveLength(1)
    })

    it('get it late, not never, when the password of the mail server cannot be opened for a while', async () => {
      const { database } = bench.store
      await own(await insertTestPerson(bench.store, { email: 'owner@example.com' }))
      await bench.rooms.set('smtp', { username: 'bongsu', password: 'mail-password' })
      const [row] = await database.all<{ value: string }>("select value from setting where setting_key = 'smtp'")
      const sealed = (JSON.parse(row?.value ?? '{}') as { password: string }).password
      const broken = (row?.value ?? '').replace(sealed, `${sealed.slice(0, -6)}AAAAAA`)
      await database.run("update setting set value = ? where setting_key = 'smtp'", [broken])
      await bench.rooms.set('smtp', { from_name: 'Bongsu' })
      expect(() => bench.rooms.settings.get(smtpSetting)).toThrow()
      // The state change itself is written in the same transaction: it must not be lost with the mail.
      await bench.change('down')
      await bench.rooms.pass(2 * second)
      expect(await bench.log()).toMatchObject([
        { state: 'pending', last_error: expect.stringContaining('Enter the secret again') },
      ])
      await bench.rooms.set('smtp', { username: '', password: '' })
      await bench.rooms.pass(10 * second)
      expect(box.mails.map(({ to }) => to)).toEqual([['owner@example.com']])
    })

    it('without a mail server are not written down as failures', async () => {
      await bench.rooms.set('smtp', { host: '' })
      await own(await insertTestPerson(bench.store))
      await bench.change('down')
      expect(await bench.log()).toEqual([])
    })
  })
})
