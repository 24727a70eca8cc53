import { parentPort, workerData } from 'node:worker_threads'
import writeExcelFile, { type CellObject } from 'write-excel-file/node'
import type { CsvCell } from '#kernel/csv.ts'
import type { SheetAnswer, SheetTask } from './write-sheet.ts'

/** What Excel takes in one cell. */
const longestText = 32_767
const timeFormat = 'yyyy-mm-dd hh:mm:ss'

/** Every cell says what it is: text that begins like a formula stays text. */
function cellOf(value: CsvCell, isTime: boolean): CellObject | null {
  if (value === null) return null
  if (typeof value === 'number') return { type: Number, value }
  if (typeof value === 'boolean') return { type: Boolean, value }
  if (isTime && !Number.isNaN(Date.parse(value))) return { type: Date, value: new Date(value), format: timeFormat }
  return { type: String, value: value.slice(0, longestText) }
}

function widthOf({ rows, columns }: SheetTask, at: number): number {
  const longest = rows.slice(0, 200).reduce((most, row) => Math.max(most, String(row[at] ?? '').length), 0)
  return Math.min(60, Math.max(10, longest + 2, (columns[at]?.length ?? 0) * 2))
}

async function write(task: SheetTask): Promise<Uint8Array> {
  const times = new Set(task.times)
  const head = task.columns.map((value): CellObject => ({ type: String, value, fontWeight: 'bold' }))
  const data = [head, ...task.rows.map((row) => row.map((value, at) => cellOf(value, times.has(at))))]
  if (task.note !== null) data.push([{ type: String, value: task.note, fontStyle: 'italic' }])
  const columns = task.columns.map((_name, at) => ({ width: widthOf(task, at) }))
  return writeExcelFile(data, { sheet: task.sheet, columns, stickyRowsCount: 1 }).toBuffer()
}

const answer = (said: SheetAnswer): void => parentPort?.postMessage(said)

write(workerData as SheetTask).then(
  (file) => answer({ file }),
  (error) => answer({ problem: error instanceof Error ? error.message : String(error) }),
)
