import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventType } from '#kernel/events.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { migrate } from './migrate.ts'

interface Tables {
  thing: { id: number; name: string; bytes: Uint8Array | null }
}

const thingHappened = eventType<{ name: string }>('thing-happened')

eachDatabase((open, engine) => {
  let store: TestDatabase

  beforeEach(async () => {
    store = await open()
    await migrate(
      store.database,
      [{ name: '9001-thing', up: () => ['create table thing (id $id, name text not null unique, bytes $bytes)'] }],
      0,
    ).catch(() => undefined)
  })
  afterEach(() => store.close())

  const names = async () =>
    (await store.database.query<Tables>().selectFrom('thing').select('name').orderBy('name').execute()).map(
      (row) => row.name,
    )
  const insert = 'insert into thing (name) values (?)'

  describe('a transaction', () => {
    it('shows what it wrote once it has committed, and nothing when it failed', async () => {
      await store.database.transaction((tx) => tx.run(insert, ['kept']))
      const failing = store.database.transaction(async (tx) => {
        await tx.run(insert, ['lost'])
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await names()).toEqual(['kept'])
    })

    it('keeps writes of others out, however they interleave', async () => {
      const slow = store.database.transaction(async (tx) => {
        await tx.run(insert, ['slow'])
        await new Promise((resolve) => setTimeout(resolve, 30))
        throw new Error('rolled back')
      })
      const other = store.database.run(insert, ['other'])
      await expect(slow).rejects.toThrow('rolled back')
      await other
      expect(await names()).toEqual(['other'])
    })

    it('is not seen by readers before it commits', async () => {
      await store.database.transaction(async (tx) => {
        await tx.run(insert, ['unseen'])
        expect(await names()).toEqual([])
      })
      expect(await names()).toEqual(['unseen'])
    })

    it('runs inside-handlers within itself and after-handlers only once committed', async () => {
      const seen: string[] = []
      store.events.within(thingHappened, async (tx, { name }) => {
        await tx.run(insert, [`echo of ${name}`])
      })
      store.events.after(thingHappened, ({ name }) => {
        seen.push(name)
      })
      const emitting = (fail: boolean) =>
        store.database.transaction(async (tx) => {
          await tx.emit(thingHappened, { name: fail ? 'failed' : 'fine' })
          if (fail) throw new Error('no')
        })
      await expect(emitting(true)).rejects.toThrow('no')
      await emitting(false)
      await expect.poll(() => seen).toEqual(['fine'])
      expect(await names()).toEqual(['echo of fine'])
    })
  })

  it('writes many rows at once and leaves out those in conflict', async () => {
    const rows = [
      ['a', new Uint8Array([1, 2])],
      ['b', null],
      ['a', null],
    ] as const
    const written = await store.database.insertMany(
      'thing',
      { name: 'text', bytes: 'blob' },
      rows,
      'on conflict do nothing',
    )
    expect(written).toBe(2)
    const stored = await store.database.all<{ bytes: Uint8Array }>('select bytes from thing where name = ?', ['a'])
    expect([...(stored[0]?.bytes ?? [])]).toEqual([1, 2])
  })

  it('counts big numbers as numbers', async () => {
    const [row] = await store.database.all<{ n: number }>('select cast(? as bigint) as n', [1_790_000_000_123])
    expect(row?.n).toBe(1_790_000_000_123)
  })

  describe('migrating', () => {
    it('runs each migration once, in order', async () => {
      const ran = await migrate(
        store.database,
        [{ name: '9001-thing', up: () => ['create table never (id $id)'] }],
        0,
      ).catch((error) => error)
      expect(Array.isArray(ran) || ran.code === 'unavailable').toBe(true)
      await expect(store.database.all('select * from never')).rejects.toThrow()
    })

    it('leaves nothing of a migration that breaks in the middle, and finishes it on the next try', async () => {
      const broken = { name: '9002-half', up: () => ['create table half (id $id)', 'insert into nowhere values (1)'] }
      await expect(migrate(store.database, [broken], 0)).rejects.toThrow()
      await expect(store.database.all('select * from half')).rejects.toThrow()
      const mended = { name: '9002-half', up: () => ['create table half (id $id)'] }
      await migrate(store.database, [mended], 0).catch(() => undefined)
      expect(await store.database.all('select * from half')).toEqual([])
    })

    it('refuses a store that a newer version has migrated', async () => {
      await store.database.run("insert into migration (name, applied_at) values ('9999-future', 0)")
      await expect(migrate(store.database, [], 0)).rejects.toMatchObject({ code: 'unavailable' })
    })
  })

  it(`says it is ${engine}`, () => {
    expect(store.database.engine).toBe(engine)
  })
})
