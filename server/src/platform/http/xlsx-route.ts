import { type Text, text } from '@bongsu/contract/text.ts'
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import type { CsvCell } from '#kernel/csv.ts'
import { parseInput } from '#platform/operations/parse.ts'
import { requireAccess } from '#platform/operations/runner.ts'
import type { CsvRoute } from './csv-route.ts'
import { urlReader } from './input.ts'
import { writeSheet } from './write-sheet.ts'

/** A spreadsheet is made in memory, as its format wants it; whoever needs more takes the CSV, which has no end. */
const mostSheetRows = 20_000

export interface XlsxRoute<Filter extends z.ZodObject> extends CsvRoute<Filter> {
  readonly sheet: Text
  /** Columns (from 0) whose ISO times become real times of the spreadsheet, in UTC. */
  readonly times: readonly number[]
  /** So many rows at most. */
  readonly most?: number
}

/** The same rows as a CSV route, as an Excel workbook: text is text, so no cell can become a formula. */
export function addXlsxRoute<Filter extends z.ZodObject>(app: FastifyInstance, route: XlsxRoute<Filter>): void {
  const fromUrl = urlReader(route.filter)
  app.get(route.path, { config: { rateGroup: 'api' } }, async (request, reply) => {
    const { actor } = request.caller
    requireAccess(route.like, actor)
    const { language } = request
    const filter = parseInput(route.filter, fromUrl(request.query as Record<string, unknown>), language)
    const most = route.most ?? mostSheetRows
    const { rows, isCut } = await firstRows(route.rows(filter, language, actor), most)
    const file = await writeSheet({
      sheet: route.sheet[language],
      columns: route.columns.map((column) => column[language]),
      times: route.times,
      rows,
      note: isCut ? cutNote(most)[language] : null,
    })
    reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    reply.header('content-disposition', `attachment; filename="${route.fileName}"`)
    return reply.send(file)
  })
}

async function firstRows(batches: AsyncIterable<readonly (readonly CsvCell[])[]>, most: number) {
  const rows: (readonly CsvCell[])[] = []
  for await (const batch of batches) {
    rows.push(...batch)
    // One more than fits tells that there are more.
    if (rows.length > most) return { rows: rows.slice(0, most), isCut: true }
  }
  return { rows, isCut: false }
}

const cutNote = (most: number): Text => {
  const figure = most.toLocaleString('en')
  return text(
    `처음 ${figure}행만 담았습니다. 모두 받으려면 CSV로 내보내거나 기간을 좁히세요.`,
    `Only the first ${figure} rows are here. Export as CSV or choose a shorter period for all of them.`,
  )
}
