import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import pg from 'pg'
import type { EventType } from '#kernel/events.ts'
import type { Database, Db, SqlValue, Tx } from './contract.ts'
import { AfterCommit, type EventDispatcher } from './events.ts'
import { isDeadlock, storeFailure } from './store-failure.ts'

/** bigint columns hold ms and counts, far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === 20 || oid === 1700 ? Number : pg.types.getTypeParser(oid, format as 'text'),
}

/**
 * A pool of connections; a transaction takes one of them at READ COMMITTED. `search_path` may come with the URL
 * (`?options=-c search_path=...`), which is how tests keep apart.
 */
export function openPostgres(url: string, events: EventDispatcher, warn: (message: string) => void): Database {
  const pool = new pg.Pool({ connectionString: url, max: 10, types, connectionTimeoutMillis: 10_000, keepAlive: true })
  pool.on('error', (error) => warn(`a PostgreSQL connection was lost: ${error.message}`))
  const poolDb = postgresDb((sql, params) => pool.query(prepared(sql, params)).catch(explain))

  const once = async <Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> => {
    const client = await pool.connect()
    const owed = new AfterCommit()
    let broken: Error | undefined
    try {
      await client.query('begin')
      const tx: Tx = {
        ...postgresDb((sql, params) => client.query(prepared(sql, params))),
        async emit<Payload>(event: EventType<Payload>, payload: Payload) {
          owed.add(() => events.tell(event, payload))
          await events.runWithin(tx, event, payload)
        },
        afterCommit: (after) => owed.add(after),
      }
      const result = await work(tx)
      // A statement that failed and was passed over has spoiled the whole: PostgreSQL then answers COMMIT with ROLLBACK.
      const { command } = await client.query('commit')
      if (command !== 'COMMIT') throw new Error('the transaction was rolled back because a statement in it had failed')
      owed.run(warn)
      return result
    } catch (error) {
      await client.query('rollback').catch((lost: Error) => {
        broken = lost
      })
      throw error
    } finally {
      client.release(broken)
    }
  }

  return {
    ...poolDb,
    async transaction(work) {
      for (let round = 1; ; round++) {
        try {
          return await once(work)
        } catch (error) {
          if (!isDeadlock(error) || round === mostRounds) return explain(error)
        }
        // Not all losers at the same moment again.
        await sleep(Math.random() * 20 * round)
      }
    },
    problem: () =>
      pool.query('select 1').then(
        () => null,
        (error) => storeFailure(error)?.message ?? 'the database does not answer',
      ),
    close: () => pool.end(),
  }
}

/** Each time somebody else got through, so the store as a whole gets on; five losses in a row are a fault of ours. */
const mostRounds = 5

function explain(error: unknown): never {
  throw storeFailure(error) ?? error
}

type Run = (sql: string, params: readonly SqlValue[]) => Promise<pg.QueryResult>

function postgresDb(send: Run): Db {
  const connection: DatabaseConnection = {
    async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
      const result = await send(query.sql, query.parameters as SqlValue[])
      return { rows: result.rows, numAffectedRows: BigInt(result.rowCount ?? 0) }
    },
    // biome-ignore lint/correctness/useYield: the driver contract names it; nothing here streams
    async *streamQuery() {
      throw new Error('streaming is not offered: page instead')
    },
  }
  const driver: Driver = {
    init: async () => undefined,
    acquireConnection: async () => connection,
    beginTransaction: async () => {
      throw new Error('open transactions through Database.transaction')
    },
    commitTransaction: async () => undefined,
    rollbackTransaction: async () => undefined,
    releaseConnection: async () => undefined,
    destroy: async () => undefined,
  }
  const builder = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
  return {
    engine: 'postgres',
    // Safe because a room names its own tables and the migrations that made them are its own.
    query: <Tables>() => builder as unknown as Kysely<Tables>,
    all: async (sql, params = []) => (await send(numbered(sql), params)).rows,
    run: async (sql, params = []) => (await send(numbered(sql), params)).rowCount ?? 0,
    async insertMany(table, columns, rows, onConflict = '') {
      if (rows.length === 0) return 0
      const names = Object.keys(columns)
      const arrays = Object.values(columns).map((type, index) => `$${index + 1}::${arrayTypes[type]}[]`)
      const sql = `insert into ${table} (${names.join(', ')}) select * from unnest(${arrays.join(', ')}) ${onConflict}`
      const values = names.map((_, column) => rows.map((row) => row[column]))
      // Safe because each parameter is an array for unnest, which node-postgres encodes.
      return (await send(sql, values as unknown as SqlValue[])).rowCount ?? 0
    },
  }
}

const arrayTypes = { bigint: 'bigint', integer: 'integer', real: 'double precision', text: 'text', blob: 'bytea' }

const numberedTexts = new Map<string, string>()

/** `?` to `$1`, `$2` …: once per text. Our SQL has no question mark inside a literal. */
function numbered(sql: string): string {
  let text = numberedTexts.get(sql)
  if (text === undefined) {
    let index = 0
    text = sql.replaceAll('?', () => `$${++index}`)
    numberedTexts.set(sql, text)
  }
  return text
}

const names = new Map<string, string>()

/** A named statement is parsed once per connection; bytes go as Buffer, which is what node-postgres encodes. */
function prepared(sql: string, params: readonly SqlValue[]): pg.QueryConfig {
  let name = names.get(sql)
  if (name === undefined) {
    name = createHash('sha1').update(sql).digest('base64url')
    if (names.size < 2000) names.set(sql, name)
  }
  return { name, text: sql, values: params.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value)) }
}
