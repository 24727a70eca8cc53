import { Worker } from 'node:worker_threads'
import type { CsvCell } from '#kernel/csv.ts'

export interface SheetTask {
  readonly sheet: string
  readonly columns: readonly string[]
  readonly times: readonly number[]
  readonly rows: readonly (readonly CsvCell[])[]
  /** Said below the rows. */
  readonly note: string | null
}

export type SheetAnswer = { readonly file: Uint8Array } | { readonly problem: string }

const longestMs = 60_000
let last: Promise<unknown> = Promise.resolve()

/**
 * An Excel workbook, written in a thread of its own: twenty thousand rows take seconds, and nobody else should wait for
 * them. One at a time, as each takes its hundred megabytes.
 */
export function writeSheet(task: SheetTask): Promise<Buffer> {
  const file = last.then(() => inThread(task))
  last = file.catch(() => undefined)
  return file
}

function inThread(task: SheetTask): Promise<Buffer> {
  const worker = new Worker(new URL('./sheet-worker.ts', import.meta.url), { workerData: task })
  return new Promise<Buffer>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('writing the spreadsheet took too long')), longestMs)
    worker.once('message', (answer: SheetAnswer) => {
      if ('file' in answer) resolve(Buffer.from(answer.file))
      else reject(new Error(answer.problem))
    })
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the thread that writes the spreadsheet ended with ${code}`)))
    worker.once('exit', () => clearTimeout(timer))
  }).finally(() => void worker.terminate())
}
