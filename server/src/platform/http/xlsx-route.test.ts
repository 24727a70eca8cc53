import { createRequire } from 'node:module'
import { text } from '@bongsu/contract/text.ts'
import fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import type { CsvCell } from '#kernel/csv.ts'
import { operation } from '#platform/operations/operation.ts'
import { addXlsxRoute } from './xlsx-route.ts'

const { unzipSync, strFromU8 } = createRequire(import.meta.resolve('write-excel-file/node'))('fflate') as {
  unzipSync(file: Uint8Array): Record<string, Uint8Array>
  strFromU8(bytes: Uint8Array): string
}

const listRows = operation({
  name: 'list-rows',
  summary: text('행', 'Rows'),
  access: 'public',
  effect: 'read',
  http: { method: 'GET', path: '/rows' },
  input: z.strictObject({}),
  output: z.null(),
  run: async () => null,
})

let app: FastifyInstance
let asked: number

beforeEach(() => {
  asked = 0
  app = fastify()
  app.decorateRequest('caller', { getter: () => ({ actor: { kind: 'anonymous' } }) as never })
  app.decorateRequest('language', { getter: () => 'en' as const })
})
afterEach(() => app.close())

async function* endless(): AsyncGenerator<CsvCell[][]> {
  for (;;) {
    asked += 1
    yield [
      [asked, 'name & <b>', true],
      [asked, null, false],
    ]
  }
}

async function sheetOf(rows: () => AsyncIterable<CsvCell[][]>) {
  addXlsxRoute(app, {
    ...{ path: '/rows.xlsx', like: listRows, filter: z.strictObject({}), fileName: 'rows.xlsx' },
    ...{ columns: [text('번호', 'Id'), text('이름', 'Name'), text('예', 'Yes')], sheet: text('행', 'Rows') },
    ...{ times: [], most: 3, rows },
  })
  const answer = await app.inject('/rows.xlsx')
  expect(answer.headers['content-disposition']).toBe('attachment; filename="rows.xlsx"')
  const parts = unzipSync(answer.rawPayload)
  const part = (name: string) => strFromU8(parts[name] as Uint8Array)
  return { rows: part('xl/worksheets/sheet1.xml').match(/<row /g)?.length, texts: part('xl/sharedStrings.xml') }
}

it('ends where a workbook is full, says so in its last line, and asks for no more than that', async () => {
  const { rows, texts } = await sheetOf(endless)
  expect(rows).toBe(1 + 3 + 1)
  expect(texts).toContain('Only the first 3 rows are here.')
  expect(texts).toContain('name &amp; &lt;b&gt;')
  expect(asked).toBe(2)
})

it('says nothing of the kind when everything fits', async () => {
  async function* three(): AsyncGenerator<CsvCell[][]> {
    yield [[1, 'one', true]]
    yield [
      [2, 'two', true],
      [3, 'three', false],
    ]
  }
  const { rows, texts } = await sheetOf(three)
  expect(rows).toBe(1 + 3)
  expect(texts).not.toContain('Only the first')
})
