import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { takeTurn } from './take-turn.ts'

const together = 24

eachDatabase((open, engine) => {
  let store: TestDatabase

  beforeEach(async () => {
    store = await open()
    await store.database.run('create table pot (id integer primary key, coins integer not null)')
    await store.database.run('insert into pot (id, coins) values (1, 0), (2, 0)')
  })
  afterEach(() => store.close())

  const coins = async (id: number) =>
    (await store.database.all<{ coins: number }>('select coins from pot where id = ?', [id]))[0]?.coins

  it('lets those who name the same matter read, decide and write one after the other', async () => {
    await Promise.all(
      Array.from({ length: together }, () =>
        store.database.transaction(async (tx) => {
          await takeTurn(tx, 'pot:1')
          const [row] = await tx.all<{ coins: number }>('select coins from pot where id = 1')
          await tx.run('update pot set coins = ? where id = 1', [(row?.coins ?? 0) + 1])
        }),
      ),
    )
    expect(await coins(1)).toBe(together)
  })

  it('does not let those who name different matters wait for each other', async () => {
    const meeting = Promise.withResolvers<void>()
    const first = store.database.transaction(async (tx) => {
      await takeTurn(tx, 'pot:1')
      // On SQLite there is one writer: what must not wait there is only the second one's call.
      if (engine === 'postgres') await meeting.promise
    })
    const second = store.database.transaction(async (tx) => {
      await takeTurn(tx, 'pot:2')
      meeting.resolve()
    })
    await Promise.all([first, second])
  })

  it('finishes transactions that take the same rows in opposite orders', async () => {
    const move = (from: number, to: number) =>
      store.database.transaction(async (tx) => {
        await tx.run('update pot set coins = coins - 1 where id = ?', [from])
        await tx.run('update pot set coins = coins + 1 where id = ?', [to])
      })
    await Promise.all(Array.from({ length: 6 }, (_, n) => (n % 2 === 0 ? move(1, 2) : move(2, 1))))
    expect([await coins(1), await coins(2)]).toEqual([0, 0])
  })

  it('does not pass over a statement that failed and was caught as if nothing had been', async () => {
    const spoiled = store.database.transaction(async (tx) => {
      await tx.run('update pot set coins = 7 where id = 1')
      await tx.run('insert into pot (id, coins) values (1, 0)').catch(() => undefined)
    })
    // SQLite undoes the statement alone; PostgreSQL the transaction, and then it must say so.
    if (engine === 'postgres') await expect(spoiled).rejects.toThrow('rolled back')
    else await spoiled
    expect(await coins(1)).toBe(engine === 'postgres' ? 0 : 7)
  })

  describe('what ails the store', () => {
    it('is nothing when all is well', async () => {
      expect(await store.database.problem()).toBe(null)
    })
  })
})
