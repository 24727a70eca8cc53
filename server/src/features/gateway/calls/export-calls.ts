import { type Language, text } from '@bongsu/contract/text.ts'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { isoTime } from '#kernel/clock.ts'
import type { CsvCell } from '#kernel/csv.ts'
import type { Services } from '#kernel/service.ts'
import type { Db } from '#platform/db/contract.ts'
import { addCsvRoute } from '#platform/http/csv-route.ts'
import { addXlsxRoute, type XlsxRoute } from '#platform/http/xlsx-route.ts'
import { outcomeWords } from './outcome-words.ts'
import { type CallOrder, type CallRow, type CallSearch, callsAfter } from './usage-store.ts'
import { callFilter, callOrder, listCalls, searchOf, viewCalls } from './usage-verbs.ts'

const batch = 500
const filter = z.strictObject({ ...callFilter, ...callOrder })

/** `GET /api/v1/usage/history/export` and `….xlsx`: what the list shows with the same filters in the same order, all pages of it. */
export function addCallExports(app: FastifyInstance, db: Db, services: Services): void {
  const route: Omit<XlsxRoute<typeof filter>, 'path' | 'fileName'> = {
    like: listCalls,
    filter,
    sheet: text('도구 호출', 'Tool calls'),
    columns: [
      text('번호', 'Id'),
      text('시각(UTC)', 'Time (UTC)'),
      text('사용자', 'Person'),
      text('토큰', 'Token'),
      text('도구', 'Tool'),
      text('도구 출처', 'Source'),
      text('가상 서버', 'Virtual server'),
      text('경로', 'Door'),
      text('주소', 'Address'),
      text('결과', 'Outcome'),
      text('걸린 시간(ms)', 'Duration (ms)'),
      text('사유', 'Reason'),
    ],
    times: [1],
    rows: (asked, language, actor) => batchesOf(db, services, searchOf(actor, asked), asked, language),
  }
  addCsvRoute(app, { ...route, path: '/api/v1/usage/history/export', fileName: 'bongsu-tool-calls.csv' })
  addXlsxRoute(app, { ...route, path: '/api/v1/usage/history/export.xlsx', fileName: 'bongsu-tool-calls.xlsx' })
}

async function* batchesOf(
  db: Db,
  services: Services,
  search: CallSearch,
  order: CallOrder,
  language: Language,
): AsyncGenerator<CsvCell[][]> {
  let last: CallRow | undefined
  for (;;) {
    const rows = await callsAfter(db, search, order, last, batch)
    if (rows.length === 0) return
    yield await cellsOf(db, services, rows, language)
    last = rows.at(-1)
  }
}

async function cellsOf(db: Db, services: Services, rows: readonly CallRow[], language: Language): Promise<CsvCell[][]> {
  const views = await viewCalls({ db, use: (key) => services.use(key) }, rows)
  return views.map((call, at): CsvCell[] => [
    call.id,
    isoTime((rows[at] as CallRow).started_at),
    call.person?.name ?? null,
    call.token?.name ?? null,
    call.tool,
    call.source,
    call.server,
    call.door,
    call.address,
    outcomeWords[call.outcome][language],
    call.duration_ms,
    call.reason,
  ])
}
