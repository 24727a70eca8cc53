/**
 * CSV as spreadsheets read it: RFC 4180, and no cell that becomes a formula when the file is opened. Text that begins
 * like one (also in full-width letters) gets an apostrophe; numbers are numbers and stay as they are.
 */
export type CsvCell = string | number | boolean | null

/** Tells spreadsheets that what follows is UTF-8; without it Korean turns to noise. */
export const csvMark = '\ufeff'

export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(cellText).join(',')}\r\n`

const formulaStart = /^[\s\u00a0]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/

function cellText(cell: CsvCell): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const harmless = formulaStart.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
