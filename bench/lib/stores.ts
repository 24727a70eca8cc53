import { join } from 'node:path'
import pg from 'pg'
import type { Database } from '../../server/src/platform/db/contract.ts'
import { EventDispatcher } from '../../server/src/platform/db/events.ts'
import { loadMigrations, migrate } from '../../server/src/platform/db/migrate.ts'
import { openPostgres } from '../../server/src/platform/db/postgres.ts'
import { openSqlite } from '../../server/src/platform/db/sqlite.ts'
import { undone } from './undo.ts'

export type BytesOf = (table: string) => Promise<number>

/** An empty, migrated SQLite store in a folder. */
export async function withSqlite<Result>(
  folder: string,
  work: (database: Database, bytesOf: BytesOf) => Promise<Result>,
): Promise<Result> {
  const events = new EventDispatcher(console.error)
  const database = openSqlite(join(folder, 'store.db'), events, console.error)
  // A table with its indexes, as pages of the file.
  const bytesOf: BytesOf = async (table) => {
    const [row] = await database.all<{ bytes: number }>(
      'select sum(pgsize) as bytes from dbstat where name in (select name from sqlite_schema where tbl_name = ?)',
      [table],
    )
    return Number(row?.bytes)
  }
  return used(database, () => work(database, bytesOf))
}

const adminUrl = process.env.BENCH_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

/** An empty database of a PostgreSQL server, gone afterwards; undefined where none answers. */
export async function withPostgresUrl<Result>(work: (url: string) => Promise<Result>): Promise<Result | undefined> {
  const admin = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 2000 })
  const answers = await admin.connect().then(
    () => true,
    () => false,
  )
  if (!answers) return undefined
  const name = `bongsu_bench_${process.pid}`
  await admin.query(`create database ${name}`)
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return undone(
    () => work(url.href),
    () => admin.query(`drop database if exists ${name} with (force)`).finally(() => admin.end()),
  )
}

/** The same as `withSqlite` on a PostgreSQL server. */
export const withPostgres = <Result>(
  work: (database: Database, bytesOf: BytesOf) => Promise<Result>,
): Promise<Result | undefined> =>
  withPostgresUrl((url) => {
    const database = openPostgres(url, new EventDispatcher(console.error), () => undefined)
    const bytesOf: BytesOf = async (table) => {
      const [row] = await database.all<{ bytes: number }>(`select pg_total_relation_size('${table}') as bytes`)
      return Number(row?.bytes)
    }
    return used(database, () => work(database, bytesOf))
  })

async function used<Result>(database: Database, work: () => Promise<Result>): Promise<Result> {
  try {
    await migrate(database, await loadMigrations(new URL('../../server/migrations', import.meta.url)), Date.now())
    return await work()
  } finally {
    await database.close()
  }
}
