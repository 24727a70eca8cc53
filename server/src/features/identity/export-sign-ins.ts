import { signInFilter } from '@bongsu/contract/identity.ts'
import { type Language, text } from '@bongsu/contract/text.ts'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { isoTime } from '#kernel/clock.ts'
import type { CsvCell } from '#kernel/csv.ts'
import type { Db } from '#platform/db/contract.ts'
import { addCsvRoute } from '#platform/http/csv-route.ts'
import { listSignIns } from './list-sign-ins.ts'
import { type SignInRow, type SignInSearch, signInsBelow } from './sign-in-store.ts'
import { reasonWords, signInSearch } from './sign-in-view.ts'

const batch = 500

/** `GET /api/v1/sign-ins/export`: what the list shows with the same filters, all pages of it. */
export function addSignInExport(app: FastifyInstance, db: Db): void {
  addCsvRoute(app, {
    path: '/api/v1/sign-ins/export',
    like: listSignIns,
    filter: z.strictObject(signInFilter),
    fileName: 'bongsu-sign-ins.csv',
    columns: [
      text('번호', 'Id'),
      text('시각(UTC)', 'Time (UTC)'),
      text('사용자', 'Person'),
      text('입력한 ID', 'Login'),
      text('주소', 'Address'),
      text('브라우저', 'User agent'),
      text('경로', 'Door'),
      text('결과', 'Result'),
      text('사유', 'Reason'),
      text('시도 횟수', 'Attempts'),
    ],
    rows: (filter, language) => batchesOf(db, signInSearch(filter), language),
  })
}

async function* batchesOf(db: Db, search: SignInSearch, language: Language): AsyncGenerator<CsvCell[][]> {
  let below = Number.MAX_SAFE_INTEGER
  for (;;) {
    const rows = await signInsBelow(db, search, below, batch)
    const last = rows.at(-1)
    if (!last) return
    yield rows.map((row) => cellsOf(row, language))
    below = last.id
  }
}

const cellsOf = (row: SignInRow, language: Language): CsvCell[] => [
  row.id,
  isoTime(row.at),
  row.person_name,
  row.login,
  row.address,
  row.user_agent,
  row.door,
  row.result,
  reasonWords[row.reason][language],
  row.attempts,
]
