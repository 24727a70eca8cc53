/** Hands the browser a file made here. */
export function downloadBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken the blob by the next task; keeping the URL would keep the memory.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

export type CsvCell = string | number | boolean | null | undefined

/**
 * RFC 4180 with a byte order mark, because the spreadsheet most people have reads Korean as garbage without it. A cell
 * that a spreadsheet would run as a formula is quoted with an apostrophe.
 */
export function csvText(rows: readonly (readonly CsvCell[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`
}

function csvCell(value: CsvCell): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const downloadCsv = (name: string, rows: readonly (readonly CsvCell[])[]): void =>
  downloadBlob(`${name}.csv`, new Blob([csvText(rows)], { type: 'text/csv;charset=utf-8' }))
