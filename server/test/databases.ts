import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { describe } from 'vitest'
import type { Database, Engine } from '#platform/db/contract.ts'
import { EventDispatcher } from '#platform/db/events.ts'
import { loadMigrations, migrate } from '#platform/db/migrate.ts'
import { openPostgres } from '#platform/db/postgres.ts'
import { openSqlite } from '#platform/db/sqlite.ts'

/**
 * `npm test` names the engines here (`sqlite,postgres`); `verify` leaves it empty and needs no service. Where PostgreSQL
 * is asked for but absent, the suite is skipped visibly, except in CI, which requires it.
 */
const wanted = (process.env.BONGSU_TEST_DATABASES ?? 'sqlite').split(',')
const adminUrl = process.env.BONGSU_TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

export const postgresAnswers = wanted.includes('postgres') && (await canConnect())
if (wanted.includes('postgres') && !postgresAnswers && process.env.CI) {
  throw new Error(`CI requires PostgreSQL, but ${adminUrl} does not answer`)
}

export interface TestDatabase {
  readonly database: Database
  readonly events: EventDispatcher
  close(): Promise<void>
}

/** Runs one suite on every engine. `open` gives an empty, migrated store; the caller closes it. */
export function eachDatabase(suite: (open: () => Promise<TestDatabase>, engine: Engine) => void): void {
  describe('on SQLite', () => suite(openTestSqlite, 'sqlite'))
  if (!wanted.includes('postgres')) return
  const title = postgresAnswers
    ? 'on PostgreSQL'
    : 'on PostgreSQL (skipped: start it with `docker compose --profile scale up -d postgres`)'
  describe.skipIf(!postgresAnswers)(title, () => suite(openTestPostgres, 'postgres'))
}

export async function openTestSqlite(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'bongsu-test-'))
  const file = join(folder, 'bongsu.db')
  writeFileSync(file, await migratedFile())
  const events = new EventDispatcher(complain)
  const database = openSqlite(file, events, complain)
  return {
    database,
    events,
    async close() {
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

let sqliteTemplate: Promise<Uint8Array> | undefined

/** An empty, migrated store as a file, made once per test file: hundreds of tests begin with one. */
const migratedFile = (): Promise<Uint8Array> => (sqliteTemplate ??= makeFile())

async function makeFile(): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'bongsu-test-'))
  const file = join(folder, 'bongsu.db')
  const database = openSqlite(file, new EventDispatcher(complain), complain)
  await migrate(database, await migrations(), Date.now())
  await database.run('pragma wal_checkpoint(truncate)').catch(() => undefined)
  await database.close()
  const bytes = readFileSync(file)
  rmSync(folder, { recursive: true, force: true })
  return bytes
}

/** A database of its own on the test server, dropped at the end. */
export async function openTestPostgres(): Promise<TestDatabase> {
  const { url, drop } = await createPostgresDatabase(await migratedTemplate())
  const events = new EventDispatcher(complain)
  const database = openPostgres(url, events, complain)
  return {
    database,
    events,
    async close() {
      await database.close()
      await drop()
    },
  }
}

export async function createPostgresDatabase(template?: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `bongsu_test_${randomBytes(6).toString('hex')}`
  await admin(`create database ${name}${template === undefined ? '' : ` template ${template}`}`)
  return { url: urlOf(name), drop: () => admin(`drop database if exists ${name} with (force)`) }
}

function urlOf(name: string): string {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return url.href
}

const templatePrefix = 'bongsu_template_'
let postgresTemplate: Promise<string> | undefined

/** An empty, migrated database to copy from, made once for a set of migrations and kept for the next run. */
const migratedTemplate = (): Promise<string> => (postgresTemplate ??= makeTemplate())

async function makeTemplate(): Promise<string> {
  const hash = createHash('sha256')
  for (const { name, up } of await migrations()) hash.update(name).update(up('postgres').join(';'))
  const name = templatePrefix + hash.digest('hex').slice(0, 16)
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    // One of the test processes makes it, the others wait.
    await client.query('select pg_advisory_lock(862024)')
    const { rows } = await client.query<{ datname: string }>(
      `select datname from pg_database where datname like '${templatePrefix}%'`,
    )
    if (rows.some(({ datname }) => datname === name)) return name
    for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`)
    const { url } = await createPostgresDatabase()
    const database = openPostgres(url, new EventDispatcher(complain), complain)
    await migrate(database, await migrations(), Date.now())
    await database.close()
    await client.query(`alter database ${new URL(url).pathname.slice(1)} rename to ${name}`)
    return name
  } finally {
    await client.end()
  }
}

const migrations = () => loadMigrations(new URL('../migrations', import.meta.url))

function complain(message: string): void {
  console.error(message)
}

async function admin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

async function canConnect(): Promise<boolean> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 2000 })
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  )
}
