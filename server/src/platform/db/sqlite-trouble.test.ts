import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isFailure } from '#kernel/errors.ts'
import type { Database } from './contract.ts'
import { EventDispatcher } from './events.ts'
import { openSqlite } from './sqlite.ts'

const ignore = () => undefined

describe('an SQLite file in trouble', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bongsu-trouble-'))
    file = join(folder, 'bongsu.db')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const open = (patienceMs?: number) => openSqlite(file, new EventDispatcher(ignore), ignore, patienceMs)
  const refusal = () => {
    try {
      open()
    } catch (error) {
      if (isFailure(error, 'unavailable')) return error.text
      throw error
    }
    throw new Error('it was opened')
  }

  describe('when it cannot be opened', () => {
    it('says that something else is in its place', () => {
      mkdirSync(file)
      expect(refusal()).toEqual({
        ko: expect.stringContaining('그 자리에 파일이 아닌 것이 있습니다'),
        en: expect.stringContaining('Something else is in its place'),
      })
    })

    it('says that it is no database, or damaged', () => {
      writeFileSync(file, 'these are not the pages you are looking for'.repeat(100))
      expect(refusal()).toEqual({
        ko: expect.stringContaining('손상되었거나'),
        en: expect.stringContaining('damaged'),
      })
    })
  })

  describe('when another program holds it locked', () => {
    let database: Database
    let other: Sqlite.Database
    beforeEach(async () => {
      database = open()
      await database.run('create table thing (id integer primary key, name text not null)')
      other = new Sqlite(file)
      other.exec('begin immediate')
    })
    afterEach(async () => {
      other.close()
      await database.close()
    })
    const insert = 'insert into thing (name) values (?)'
    const names = async () =>
      (await database.all<{ name: string }>('select name from thing order by id')).map((row) => row.name)

    it('lets everything else go on, and writes in order once it is free', async () => {
      const writes = Promise.all([
        database.run(insert, ['first']),
        database.transaction((tx) => tx.run(insert, ['second'])),
        database.insertMany('thing', { name: 'text' }, [['third'], ['fourth']]),
      ])
      // It is this very thread that frees it: waiting inside SQLite would end in a refusal.
      for (let turn = 0; turn < 50; turn++) {
        expect(await names()).toEqual([])
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
      other.exec('commit')
      await writes
      expect(await names()).toEqual(['first', 'second', 'third', 'fourth'])
      expect(await database.problem()).toBe(null)
    })

    it('gives up after a while, says why, and works again afterwards', async () => {
      const hasty = open(100)
      const refused = await Promise.allSettled([hasty.run(insert, ['a']), hasty.run(insert, ['b'])])
      for (const one of refused) {
        const { reason } = one as PromiseRejectedResult
        expect(isFailure(reason, 'unavailable') && reason.text.ko).toContain('잠그고')
      }
      expect(await hasty.problem()).toContain('locked')
      other.exec('commit')
      await hasty.run(insert, ['c'])
      expect(await hasty.problem()).toBe(null)
      expect(await names()).toEqual(['c'])
      await hasty.close()
    })
  })

  it('keeps reading when it is full, says so, and loses nothing that was committed', async () => {
    const database = open()
    await database.run('create table thing (id integer primary key, bytes blob)')
    const insert = 'insert into thing (bytes) values (randomblob(?))'
    await database.run(insert, [1000])
    // SQLite counts pages the way a disk counts blocks, and fails with the same code.
    await database.run('pragma max_page_count = 8')
    const refused = await database.transaction((tx) => tx.run(insert, [1_000_000])).catch((error: unknown) => error)
    expect(isFailure(refused, 'unavailable') && refused.text.en).toContain('disk is full')
    expect(await database.problem()).toContain('disk is full')
    expect(await database.all('select id from thing')).toEqual([{ id: 1 }])
    await database.run('pragma max_page_count = 100000')
    await database.run(insert, [1_000_000])
    expect(await database.problem()).toBe(null)
    expect(await database.all('select id from thing')).toHaveLength(2)
    await database.close()
  })

  it('notices that the file was taken away under it', async () => {
    const database = open()
    expect(await database.problem()).toBe(null)
    rmSync(file)
    expect(await database.problem()).toContain('deleted or replaced')
    await database.close()
  })
})
