import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { stoppingFailure } from '#kernel/errors.ts'
import type { EventType } from '#kernel/events.ts'
import type { Database, Db, SqlValue, Tx } from './contract.ts'
import { AfterCommit, type EventDispatcher } from './events.ts'
import { cannotOpen, isBusy, storeFailure } from './store-failure.ts'

/**
 * One file, two connections: a writer and a read-only reader. WAL gives readers a snapshot that never waits for the
 * writer; `synchronous=FULL` makes every commit survive power loss (docs/decisions/0001-sqlite-durability.md).
 *
 * better-sqlite3 is synchronous and a connection holds one transaction, so `transaction` is a queue: one at a time, the
 * next begins when the last has committed. Statements outside a transaction run on the reader or as their own
 * transaction; nobody's write can land inside somebody else's.
 *
 * For the same reason nobody waits for a lock inside SQLite, which would hold the whole process: a database that another
 * program has locked is asked again after a while, and others work meanwhile.
 */
export function openSqlite(
  file: string,
  events: EventDispatcher,
  warn: (message: string) => void,
  patienceMs = usualPatienceMs,
): Database {
  if (isMissing(file)) warn(missing(file))
  const { writer, reader, inode } = openFile(file)
  const writerDb = sqliteDb(writer)
  const readerDb = sqliteDb(reader)
  let last: Promise<unknown> = Promise.resolve()
  let closed = false
  /** Why the last write failed; null once one has gone through. */
  let unwritable: string | null = null

  const transaction = async <Result>(work: (tx: Tx) => Promise<Result>, askedAt: number): Promise<Result> => {
    const owed = new AfterCommit()
    const tx: Tx = {
      ...writerDb,
      async emit<Payload>(event: EventType<Payload>, payload: Payload) {
        owed.add(() => events.tell(event, payload))
        await events.runWithin(tx, event, payload)
      },
      afterCommit: (after) => owed.add(after),
    }
    await onceFree(() => writer.exec('begin immediate'), askedAt + patienceMs)
    let result: Result
    try {
      result = await work(tx)
      writer.exec('commit')
    } catch (error) {
      // A failed COMMIT (disk full) may already have rolled back; only an open transaction is ours to end.
      if (writer.inTransaction) writer.exec('rollback')
      throw error
    }
    owed.run(warn)
    return result
  }

  return {
    ...readerDb,
    all: (sql, params) => reading(() => readerDb.all(sql, params)),
    run: (sql, params) => queue((askedAt) => onceFree(() => writerDb.run(sql, params), askedAt + patienceMs)),
    insertMany: (table, columns, rows, onConflict) =>
      queue((askedAt) => transaction((tx) => tx.insertMany(table, columns, rows, onConflict), askedAt)),
    transaction: (work) => queue((askedAt) => transaction(work, askedAt)),
    async problem() {
      if (inodeOf(file) !== inode) return 'the database file was deleted or replaced: restart, and restore a backup'
      return unwritable ?? reading(() => readerDb.all('select 1')).then(() => null, reasonOf)
    },
    async close() {
      if (closed) return
      closed = true
      await last
      reader.close()
      writer.close()
    },
  }

  function queue<Result>(work: (askedAt: number) => Promise<Result>): Promise<Result> {
    if (closed) return Promise.reject(stoppingFailure())
    const askedAt = performance.now()
    const turn = last.then(() => noted(work(askedAt)))
    last = turn.catch(() => undefined)
    return turn
  }

  async function noted<Result>(work: Promise<Result>): Promise<Result> {
    try {
      const result = await work
      unwritable = null
      return result
    } catch (error) {
      const failure = storeFailure(error)
      if (failure) unwritable = failure.message
      throw failure ?? error
    }
  }
}

/** Longer than a backup or a `VACUUM` by hand of a usual size, shorter than a person or a proxy waits. */
const usualPatienceMs = 10_000
const longestPauseMs = 100

/** `until` counts from when it was asked for: behind one that waited in vain the others need not wait as long again. */
async function onceFree<Result>(work: () => Result | Promise<Result>, until: number): Promise<Result> {
  for (let pause = 2; ; pause = Math.min(2 * pause, longestPauseMs)) {
    try {
      return await work()
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error
    }
    await sleep(pause)
  }
}

/** In WAL mode a reader meets a lock only while the log is put in order, after a crash of somebody else. */
async function reading<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await onceFree(work, performance.now() + usualPatienceMs)
  } catch (error) {
    throw storeFailure(error) ?? error
  }
}

const reasonOf = (error: unknown): string => storeFailure(error)?.message ?? 'the database does not answer'

const inodeOf = (file: string): number | undefined => statSync(file, { throwIfNoEntry: false })?.ino

/** A first start has no file either, but then its folder holds nothing that an earlier life left behind. */
const isMissing = (file: string): boolean =>
  !existsSync(file) && [`${file}-wal`, join(dirname(file), 'secret.key')].some((trace) => existsSync(trace))

const missing = (file: string): string =>
  `데이터베이스 파일 ${file}이(가) 없어 새 데이터베이스로 시작합니다. 데이터가 있어야 한다면 멈추고 백업을 복원하세요. · ` +
  `${file} is missing, so this starts with a new database. If there should be data, stop and restore a backup.`

function openFile(file: string): { writer: Sqlite.Database; reader: Sqlite.Database; inode: number | undefined } {
  try {
    makeForOwnerOnly(file)
    return { writer: connect(file, false), reader: connect(file, true), inode: inodeOf(file) }
  } catch (error) {
    throw cannotOpen(file, error)
  }
}

/** The file holds password hashes and sealed secrets: its owner reads it, nobody else. */
function makeForOwnerOnly(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
}

function connect(file: string, readonly: boolean): Sqlite.Database {
  const connection = new Sqlite(file, { readonly, timeout: openingTimeoutMs })
  if (!readonly) {
    connection.pragma('journal_mode = WAL')
    connection.pragma('synchronous = FULL')
    connection.pragma('foreign_keys = ON')
    connection.pragma('journal_size_limit = 67108864')
  }
  connection.pragma('cache_size = -16000')
  connection.pragma('temp_store = MEMORY')
  // Reads the first page: what is no database shows now and not at the first request.
  connection.pragma('schema_version')
  connection.pragma('busy_timeout = 0')
  return connection
}

/** Nothing else runs yet, so at the start a lock may be waited for in place. */
const openingTimeoutMs = 5000

function sqliteDb(connection: Sqlite.Database): Db {
  const statements = new Map<string, Sqlite.Statement>()
  const prepare = (sql: string): Sqlite.Statement => {
    let statement = statements.get(sql)
    if (!statement) {
      statement = connection.prepare(sql)
      statements.set(sql, statement)
    }
    return statement
  }
  const builder = new Kysely<unknown>({ dialect: new SqliteDialect({ database: connection }) })
  return {
    engine: 'sqlite',
    // Safe because a room names its own tables and the migrations that made them are its own.
    query: <Tables>() => builder as unknown as Kysely<Tables>,
    // Safe because the row type is written beside the SQL that selects it.
    all: async <Row>(sql: string, params: readonly SqlValue[] = []) => prepare(sql).all(...params) as Row[],
    run: async (sql, params = []) => prepare(sql).run(...params).changes,
    async insertMany(table, columns, rows, onConflict = '') {
      const names = Object.keys(columns)
      const sql = `insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')}) ${onConflict}`
      const statement = prepare(sql)
      let written = 0
      for (const row of rows) written += statement.run(...row).changes
      return written
    },
  }
}
