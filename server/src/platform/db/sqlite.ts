import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import type { EventType } from '#kernel/events.ts'
import type { Database, Db, SqlValue, Tx } from './contract.ts'
import { AfterCommit, type EventDispatcher } from './events.ts'

/**
 * One file, two connections: a writer and a read-only reader. WAL gives readers a snapshot that never waits for the
 * writer; `synchronous=FULL` makes every commit survive power loss (docs/decisions/0001-sqlite-durability.md).
 *
 * better-sqlite3 is synchronous and a connection holds one transaction, so `transaction` is a queue: one at a time, the
 * next begins when the last has committed. Statements outside a transaction run on the reader or as their own
 * transaction; nobody's write can land inside somebody else's.
 */
export function openSqlite(file: string, events: EventDispatcher, warn: (message: string) => void): Database {
  makeForOwnerOnly(file)
  const writer = connect(file, false)
  const reader = connect(file, true)
  const writerDb = sqliteDb(writer)
  const readerDb = sqliteDb(reader)
  let last: Promise<unknown> = Promise.resolve()
  let closed = false

  const transaction = async <Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> => {
    const owed = new AfterCommit()
    const tx: Tx = {
      ...writerDb,
      async emit<Payload>(event: EventType<Payload>, payload: Payload) {
        owed.add(() => events.tell(event, payload))
        await events.runWithin(tx, event, payload)
      },
      afterCommit: (after) => owed.add(after),
    }
    writer.exec('begin immediate')
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
    run: (sql, params) => queue(async () => writerDb.run(sql, params)),
    insertMany: (table, columns, rows, onConflict) =>
      queue(async () => writerDb.insertMany(table, columns, rows, onConflict)),
    transaction: (work) => queue(() => transaction(work)),
    async close() {
      if (closed) return
      closed = true
      await last
      reader.close()
      writer.close()
    },
  }

  function queue<Result>(work: () => Promise<Result>): Promise<Result> {
    if (closed) return Promise.reject(new Error('the database is closed'))
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }
}

/** The file holds password hashes and sealed secrets: its owner reads it, nobody else. */
function makeForOwnerOnly(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
}

function connect(file: string, readonly: boolean): Sqlite.Database {
  const connection = new Sqlite(file, { readonly, timeout: 5000 })
  if (!readonly) {
    connection.pragma('journal_mode = WAL')
    connection.pragma('synchronous = FULL')
    connection.pragma('foreign_keys = ON')
    connection.pragma('journal_size_limit = 67108864')
  }
  connection.pragma('cache_size = -16000')
  connection.pragma('temp_store = MEMORY')
  return connection
}

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
