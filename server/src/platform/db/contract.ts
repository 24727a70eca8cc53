import type { Kysely } from 'kysely'
import type { AfterHandler, EventType, WithinHandler } from '#kernel/events.ts'

export type Engine = 'sqlite' | 'postgres'

/** What a column may hold, the same in both engines: booleans are 0/1, times are ms since the epoch, JSON is text. */
export type SqlValue = number | string | Uint8Array | null

/**
 * A place to read or write. Both engines take the same SQL text with `?` placeholders; statements are prepared once per
 * text and connection, so hot paths use `all`, `run` and `insertMany`, everything else the query builder.
 */
export interface Db {
  readonly engine: Engine
  /** The query builder over a room's own tables. The room names them; nobody else does. */
  query<Tables>(): Kysely<Tables>
  all<Row>(sql: string, params?: readonly SqlValue[]): Promise<Row[]>
  /** The number of changed rows. */
  run(sql: string, params?: readonly SqlValue[]): Promise<number>
  /**
   * Many rows in one statement (PostgreSQL) or one prepared loop (SQLite). `columns` maps a column to its SQL type;
   * `onConflict` is the text after the values, such as `on conflict do nothing`. Returns the number of rows written.
   */
  insertMany(
    table: string,
    columns: Readonly<Record<string, 'bigint' | 'integer' | 'real' | 'text' | 'blob'>>,
    rows: readonly (readonly SqlValue[])[],
    onConflict?: string,
  ): Promise<number>
}

/** An open transaction: everything written and emitted here commits or rolls back together. */
export interface Tx extends Db {
  /** Inside-handlers run now, in this transaction; after-handlers once it has committed. */
  emit<Payload>(event: EventType<Payload>, payload: Payload): Promise<void>
  afterCommit(work: () => void | Promise<void>): void
}

/**
 * The store. Read straight from it (a snapshot that never waits for a writer); write through `transaction`.
 * Transactions do not nest: pass the `tx` on.
 */
export interface Database extends Db {
  /**
   * On PostgreSQL `work` runs again, in a new transaction, when it lost a deadlock. That is safe because all it wrote was
   * rolled back and nothing it emitted has left; it must therefore change nothing but the store until it has returned.
   *
   * A store that cannot work for now (locked, full, gone) rejects with `unavailable`, saying why; nothing is written then.
   */
  transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>
  /** Why the store cannot be read or written now, in a few words; null when it can. Cheap enough for a probe. */
  problem(): Promise<string | null>
  /** Waits for the running transaction, then closes. */
  close(): Promise<void>
}

/** Where rooms subscribe to each other's events; every transaction of the process dispatches through it. */
export interface Events {
  within<Payload>(event: EventType<Payload>, handler: WithinHandler<Tx, Payload>): void
  after<Payload>(event: EventType<Payload>, handler: AfterHandler<Payload>): void
  /** For news that has no transaction. */
  tell<Payload>(event: EventType<Payload>, payload: Payload): void
}
