import { expect, it } from 'vitest'
import { columnsOf, inLanguage, partsOf } from './evidence.ts'

const certificate = { subject: 'CN=a', issuer: 'CN=b', valid_to: '2027-01-01T00:00:00.000Z' }

it('draws certificates as a chain, rows as a table, long text as text and small things as facts', () => {
  const parts = partsOf({
    address: '127.0.0.1',
    port: 443,
    chain: [certificate, certificate],
    records: [{ type: 'A', value: '127.0.0.1', ttl: 60 }],
    body_excerpt: 'first\nsecond',
    names: ['a', 'b'],
    key: { type: 'rsa', bits: 2048 },
  })
  expect(parts.map(({ as, name }) => [as, name])).toEqual([
    ['chain', 'chain'],
    ['table', 'records'],
    ['facts', ''],
    ['text', 'body_excerpt'],
  ])
  expect(parts[2]).toMatchObject({
    facts: [
      ['address', '127.0.0.1'],
      ['port', 443],
      ['names', ['a', 'b']],
      ['key', ['rsa', 2048]],
    ],
  })
})

it('shows what it does not know as a tree and leaves nothing out', () => {
  const odd = { deep: { deeper: { deepest: 1 } }, mixed: [1, { a: 2 }] }
  expect(partsOf(odd).map(({ as, name }) => [as, name])).toEqual([
    ['tree', 'deep'],
    ['tree', 'mixed'],
  ])
})

it('leaves out what is drawn elsewhere and what is empty', () => {
  expect(
    partsOf({ assertions: [{ what: 'status' }], redirects: [], status_code: 200 }, ['assertions', 'status_code']),
  ).toEqual([])
})

it('collects the columns of uneven rows', () => {
  expect(columnsOf([{ a: 1 }, { b: 2, a: 3 }])).toEqual(['a', 'b'])
})

it('reads sentences that were kept in both languages, however deep', () => {
  const kept = {
    attempts: [{ message: { ko: '실패', en: 'failed' }, duration_ms: 3 }],
    key: { type: 'rsa', bits: 2048 },
  }
  expect(inLanguage(kept, 'ko')).toEqual({
    attempts: [{ message: '실패', duration_ms: 3 }],
    key: { type: 'rsa', bits: 2048 },
  })
})
