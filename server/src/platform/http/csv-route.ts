import { Readable } from 'node:stream'
import type { Language, Text } from '@bongsu/contract/text.ts'
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { type CsvCell, csvLine, csvMark } from '#kernel/csv.ts'
import type { Actor } from '#kernel/operation.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import { parseInput } from '#platform/operations/parse.ts'
import { requireAccess } from '#platform/operations/runner.ts'
import { urlReader } from './input.ts'

export interface CsvRoute<Filter extends z.ZodObject> {
  readonly path: string
  /** Whoever may run this may export it. */
  readonly like: AnyOperation
  readonly filter: Filter
  readonly fileName: string
  readonly columns: readonly Text[]
  /** Batches of rows. The next one is asked for when the client has taken the last. */
  rows(filter: z.output<Filter>, language: Language, actor: Actor): AsyncIterable<readonly (readonly CsvCell[])[]>
}

/** An export that streams: however long it gets, only one batch of it is in memory. */
export function addCsvRoute<Filter extends z.ZodObject>(app: FastifyInstance, route: CsvRoute<Filter>): void {
  const fromUrl = urlReader(route.filter)
  app.get(route.path, { config: { rateGroup: 'api' } }, async (request, reply) => {
    const { actor } = request.caller
    requireAccess(route.like, actor)
    const { language } = request
    const filter = parseInput(route.filter, fromUrl(request.query as Record<string, unknown>), language)
    reply.type('text/csv; charset=utf-8')
    reply.header('content-disposition', `attachment; filename="${route.fileName}"`)
    return reply.send(Readable.from(csvText(route, route.rows(filter, language, actor), language)))
  })
}

async function* csvText(
  route: { readonly columns: readonly Text[] },
  rows: AsyncIterable<readonly (readonly CsvCell[])[]>,
  language: Language,
): AsyncGenerator<string> {
  yield csvMark + csvLine(route.columns.map((column) => column[language]))
  for await (const batch of rows) yield batch.map(csvLine).join('')
}
