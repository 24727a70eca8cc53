import { describe, expect, it } from 'vitest'
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

describe('what has a shape of its own', () => {
  const kindOf = (evidence: Record<string, unknown>) => partsOf(evidence).map(({ as, name }) => `${as} ${name}`.trim())
  const picture = { id: 7, type: 'screenshot', name: 'step-1', mime: 'image/webp', size: 900 }

  it('is told by what it looks like, whatever it is called', () => {
    expect(
      kindOf({
        anything: [{ name: 'LCP', value: 2400, unit: 'ms', level: 'good' }],
        vitals: { cls: { value: 0.02, level: 'good' }, tbt: { value: null, level: null } },
        found: [{ name: 'HSTS', level: 'bad', value: null, reason: 'It is missing.' }],
        calls: [{ at_ms: 0, duration_ms: 30, url: 'https://example.com/a.css', status: 200 }],
        content_diff: '-old\n+new',
        security: { grade: 'B+', score: 78 },
      }),
    ).toEqual([
      'grade security',
      'figures anything',
      'figures vitals',
      'findings found',
      'diff content_diff',
      'spans calls',
    ])
  })

  it('is one mark where grade and score stand beside each other', () => {
    expect(partsOf({ grade: 'A', score: 96, checked: 7 })).toEqual([
      { as: 'grade', name: '', grade: 'A', score: 96 },
      { as: 'facts', name: '', facts: [['checked', 7]] },
    ])
  })

  it('shows a picture with its step, and only the other files apart', () => {
    const trace = { ...picture, id: 8, type: 'trace', name: 'trace.zip' }
    const step = { action: 'click', passed: true, duration_ms: 12, screenshot: 'step-1' }
    const parts = partsOf({ artifacts: [picture, trace], steps: [step] })
    expect(parts).toEqual([
      { as: 'steps', name: 'steps', steps: [step], files: [picture, trace] },
      { as: 'files', name: 'artifacts', files: [trace] },
    ])
  })

  it('stays a table or a tree when one of them looks different', () => {
    expect(
      kindOf({
        mixed: [
          { name: 'a', value: 1, level: 'good' },
          { name: 'b', value: 'x', level: 'odd' },
        ],
      }),
    ).toEqual(['table mixed'])
    expect(kindOf({ steps: [{ action: 'click', passed: 'yes', duration_ms: 1, inner: {} }] })).toEqual(['tree steps'])
  })
})
