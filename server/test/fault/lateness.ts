import Sqlite from 'better-sqlite3'

/**
 * How late looks begin, read from the store of a running server: the newest look of each monitor, seen often enough to
 * miss none. What waits for its turn at its own host is not mixed in, as it is in the server's own figure.
 */
export class Lateness {
  readonly #database: Sqlite.Database
  readonly #newest: Sqlite.Statement
  readonly #monitors: readonly number[]
  readonly #late = new Map<string, number>()

  constructor(file: string, monitors: readonly number[]) {
    this.#database = new Sqlite(file, { readonly: true })
    this.#monitors = monitors
    this.#newest = this.#database.prepare(
      `select monitor_id, slot_at, checked_at from latest_look where monitor_id in (${monitors.map(() => '?').join(', ')})`,
    )
  }

  note(): void {
    // Safe because the statement names these columns.
    const rows = this.#newest.all(...this.#monitors) as { monitor_id: number; slot_at: number; checked_at: number }[]
    for (const row of rows) this.#late.set(`${row.monitor_id}:${row.slot_at}`, row.checked_at - row.slot_at)
  }

  /** In ms. */
  percentile(part: number): number {
    const sorted = [...this.#late.values()].sort((a, b) => a - b)
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
  }

  close(): void {
    this.#database.close()
  }
}
