import { type Clock, minute, second } from '#kernel/clock.ts'
import { errorMessage } from '#kernel/errors.ts'
import type { Database, Db } from '#platform/db/contract.ts'
import { forgetReport, forgetReportsBefore, type ProcessReport, readReports, writeReport } from './schedule-store.ts'

export interface ProcessReportsParts {
  readonly database: Database
  readonly clock: Clock
  current(): ProcessReport
  warn(message: string): void
}

const writeEveryMs = 10 * second
/** A process not heard of for so long is gone. */
const freshForMs = 35 * second
const keptMs = 60 * minute

/** Each process leaves word of itself in the store, so that any of them can answer for all. */
export class ProcessReports {
  readonly #parts: ProcessReportsParts
  #timer: NodeJS.Timeout | undefined

  constructor(parts: ProcessReportsParts) {
    this.#parts = parts
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#write(), writeEveryMs).unref()
    this.#write()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
    const { database, current } = this.#parts
    await forgetReport(database, current().process).catch(() => undefined)
  }

  async all(db: Db): Promise<ProcessReport[]> {
    const { clock, current } = this.#parts
    const own = current()
    const others = await readReports(db, clock.now() - freshForMs)
    return [own, ...others.filter((report) => report.process !== own.process)]
  }

  #write(): void {
    const { database, clock, current, warn } = this.#parts
    const work = async () => {
      await writeReport(database, current())
      await forgetReportsBefore(database, clock.now() - keptMs)
    }
    work().catch((error) => warn(`this process could not report itself: ${errorMessage(error)}`))
  }
}
