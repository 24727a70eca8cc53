import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/operation.ts'
import { Services } from '#kernel/service.ts'
import { noCookies } from '#platform/operations/operation.ts'
import type { AuditEntry } from '#platform/operations/runner.ts'
import { createRunner, type RunOperation } from '#platform/operations/runner.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { FakeClock } from '#test/fake-clock.ts'
import { getAuditEntry } from './get-audit-entry.ts'
import { createAudit } from './index.ts'
import { listAudit } from './list-audit.ts'
import { verifyAudit } from './verify-audit.ts'

const kim: Actor = { kind: 'person', personId: 7, role: 'admin', sessionId: 1, name: '김봉수' }
const entry = (more: Partial<AuditEntry> = {}): AuditEntry => ({
  action: 'pause-monitor',
  actor: kim,
  origin: { door: 'http', address: '203.0.113.9', userAgent: 'test' },
  outcome: 'done',
  input: { id: 3 },
  target: { kind: 'monitor', id: 3, label: 'Shop' },
  ...more,
})

interface Listed {
  items: { id: number; action: string; actor_name: string | null; input: unknown; details: unknown; at: string }[]
  total: number
}

eachDatabase((open) => {
  describe('the audit record', () => {
    let store: TestDatabase
    let clock: FakeClock
    let audit: ReturnType<typeof createAudit>
    let run: RunOperation

    beforeEach(async () => {
      store = await open()
      clock = new FakeClock()
      audit = createAudit({ clock })
      run = createRunner({
        database: store.database,
        clock,
        services: new Services(),
        writeAudit: audit.writeAudit,
        checkOutput: true,
      })
    })
    afterEach(() => store.close())

    const write = (more?: Partial<AuditEntry>) => store.database.transaction((tx) => audit.writeAudit(tx, entry(more)))
    const call = {
      actor: kim,
      language: 'en',
      origin: { door: 'http' },
      signal: new AbortController().signal,
      cookies: noCookies,
    } as const
    const list = (input: object = {}) => run(listAudit, input, call) as Promise<Listed>
    const verify = () => run(verifyAudit, {}, call)

    it('keeps who, what, where and how it ended', async () => {
      await write({ details: { before: 'a', after: 'b' } })
      const { items, total } = await list()
      expect(total).toBe(1)
      expect(items[0]).toMatchObject({
        id: 1,
        at: '2026-03-02T00:00:00.000Z',
        actor_kind: 'person',
        actor_id: 7,
        person_id: 7,
        actor_name: '김봉수',
        door: 'http',
        address: '203.0.113.9',
        action: 'pause-monitor',
        target_kind: 'monitor',
        target_id: '3',
        target_label: 'Shop',
        outcome: 'done',
        input: { id: 3 },
        details: { before: 'a', after: 'b' },
      })
      expect(await run(getAuditEntry, { id: 1 }, call)).toEqual(items[0])
      await expect(run(getAuditEntry, { id: 2 }, call)).rejects.toMatchObject({ code: 'not_found' })
    })

    it('is found by person, action, outcome, time and words, newest first and in pages', async () => {
      await write()
      await clock.advance(60_000)
      await write({ actor: { ...kim, personId: 8, name: 'Lee 100%' }, action: 'delete-project', outcome: 'refused' })
      await write({
        actor: { kind: 'token', tokenId: 7, personId: null, role: 'user', name: 'ci', scopes: ['read'], tools: null },
      })
      await write({
        actor: { kind: 'token', tokenId: 5, personId: 7, role: 'user', name: 'laptop', scopes: ['read'], tools: null },
      })
      const ids = async (input: object) => (await list(input)).items.map((item) => item.id)
      expect(await ids({})).toEqual([4, 3, 2, 1])
      expect(await ids({ person: 7 })).toEqual([4, 1])
      expect(await ids({ action: 'delete-project' })).toEqual([2])
      expect(await ids({ outcome: 'refused' })).toEqual([2])
      expect(await ids({ from: '2026-03-02T00:01:00Z' })).toEqual([4, 3, 2])
      expect(await ids({ to: '2026-03-02T09:01:00+09:00' })).toEqual([1])
      expect(await ids({ q: 'LEE 100%' })).toEqual([2])
      expect(await ids({ q: '100_' })).toEqual([])
      expect(await ids({ q: '김봉' })).toEqual([1])
      expect(await list({ page: 2, page_size: 3 })).toMatchObject({ total: 4, items: [{ id: 1 }] })
    })

    it('is intact whatever was written, half characters and control characters included', async () => {
      await write({ origin: { door: 'cli', userAgent: 'half \ud83d and \0 nul\n' }, target: { kind: 'x', id: '\0' } })
      await write({ input: { name: 'half \udc00', nul: '\0' }, details: { n: 1e21, text: '"\\' } })
      await write({ input: { big: 'x'.repeat(30_000) } })
      expect(await verify()).toMatchObject({ ok: true, checked: 3, first_broken_id: null })
    })

    it('gives every line its own place when many write at once', async () => {
      await Promise.all(Array.from({ length: 40 }, (_, n) => write({ input: { n } })))
      expect(await verify()).toMatchObject({ ok: true, checked: 40 })
    })

    it('leaves no line and no gap when the work it tells of is rolled back', async () => {
      await write()
      const failing = store.database.transaction(async (tx) => {
        await audit.writeAudit(tx, entry())
        throw new Error('the work failed')
      })
      await expect(failing).rejects.toThrow('the work failed')
      await write()
      expect(await verify()).toMatchObject({ ok: true, checked: 2 })
    })

    it('shows which line was changed', async () => {
      for (let n = 0; n < 5; n++) await write()
      for (const column of ['actor_name', 'action', 'input', 'outcome', 'address', 'hash']) {
        const [before] = await store.database.all<Record<string, string>>(
          `select ${column} from audit_entry where id = 3`,
        )
        await store.database.run(`update audit_entry set ${column} = 'x' where id = 3`)
        expect(await verify(), column).toMatchObject({ ok: false, first_broken_id: 3 })
        await store.database.run(`update audit_entry set ${column} = ? where id = 3`, [before?.[column] ?? null])
      }
      expect(await verify()).toMatchObject({ ok: true })
    })

    it('shows that a line is missing, in the middle and at the end', async () => {
      for (let n = 0; n < 5; n++) await write()
      await store.database.run('delete from audit_entry where id = 5')
      expect(await verify()).toMatchObject({ ok: false, first_broken_id: 5 })
      await store.database.run('delete from audit_entry where id = 2')
      expect(await verify()).toMatchObject({ ok: false, first_broken_id: 2 })
    })

    it('checks a record longer than one step', async () => {
      await store.database.transaction(async (tx) => {
        for (let n = 0; n < 1203; n++) await audit.writeAudit(tx, entry({ input: { n } }))
      })
      expect(await verify()).toMatchObject({ ok: true, checked: 1203 })
      await store.database.run("update audit_entry set outcome = 'done ' where id = 1100")
      expect(await verify()).toMatchObject({ ok: false, checked: 1099, first_broken_id: 1100 })
    })

    it('is for admins only', async () => {
      for (const role of ['manager', 'user', 'viewer'] as const) {
        await expect(run(listAudit, {}, { ...call, actor: { ...kim, role } })).rejects.toMatchObject({
          code: 'forbidden',
        })
      }
    })
  })
})
