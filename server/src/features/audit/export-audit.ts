import { auditFilter } from '@bongsu/contract/audit.ts'
import { text } from '@bongsu/contract/text.ts'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { isoTime } from '#kernel/clock.ts'
import type { CsvCell } from '#kernel/csv.ts'
import type { Db } from '#platform/db/contract.ts'
import { addCsvRoute } from '#platform/http/csv-route.ts'
import type { StoredAuditLine } from './audit-entry.ts'
import { auditSearch } from './audit-search.ts'
import { type AuditSearch, linesBelow } from './audit-store.ts'
import { listAudit } from './list-audit.ts'

const batch = 500

/** `GET /api/v1/audit/export`: what the list shows with the same filters, all pages of it. */
export function addAuditExport(app: FastifyInstance, db: Db): void {
  addCsvRoute(app, {
    path: '/api/v1/audit/export',
    like: listAudit,
    filter: z.strictObject(auditFilter),
    fileName: 'bongsu-audit.csv',
    columns: [
      text('번호', 'Id'),
      text('시각(UTC)', 'Time (UTC)'),
      text('행위자 종류', 'Actor kind'),
      text('행위자', 'Actor'),
      text('경로', 'Door'),
      text('주소', 'Address'),
      text('작업', 'Action'),
      text('대상 종류', 'Target kind'),
      text('대상 번호', 'Target id'),
      text('대상', 'Target'),
      text('결과', 'Outcome'),
      text('요청', 'Input'),
      text('상세', 'Details'),
      text('해시', 'Hash'),
    ],
    rows: (filter) => batchesOf(db, auditSearch(filter)),
  })
}

async function* batchesOf(db: Db, search: AuditSearch): AsyncGenerator<CsvCell[][]> {
  let below = Number.MAX_SAFE_INTEGER
  for (;;) {
    const lines = await linesBelow(db, search, below, batch)
    const last = lines.at(-1)
    if (!last) return
    yield lines.map(cellsOf)
    below = last.id
  }
}

const cellsOf = (line: StoredAuditLine): CsvCell[] => [
  line.id,
  isoTime(line.at),
  line.actor_kind,
  line.actor_name,
  line.door,
  line.address,
  line.action,
  line.target_kind,
  line.target_id,
  line.target_label,
  line.outcome,
  line.input,
  line.details,
  line.hash,
]
