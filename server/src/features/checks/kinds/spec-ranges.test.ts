import { monitorLimits } from '@bongsu/contract/projects.ts'
import { expect, it } from 'vitest'
import { schemaOf } from '../schema-of.ts'
import { timeoutRangeOf } from '../timeout-range.ts'
import { shownLength } from './api/run-request.ts'
import { kindNames, kindOf } from './catalogue.ts'
import type { AnyCheckKind } from './contract.ts'

interface Field {
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: unknown
  readonly enum?: readonly string[]
  readonly items?: { readonly properties: Readonly<Record<string, Field>> }
}

const kind = (name: string) => kindOf(name) as AnyCheckKind
const fieldsOf = (name: string) => (schemaOf(kind(name)) as { properties: Readonly<Record<string, Field>> }).properties

/** Spec B, paragraph by paragraph: what may be given, and what holds where nothing is. */
const ranges: readonly (readonly [paragraph: string, kind: string, field: string, range: Field])[] = [
  ['4.5', 'tcp', 'port', { minimum: 1, maximum: 65_535 }],
  ['4.5', 'tcp', 'timeout', { minimum: 1, maximum: 30, default: 5 }],
  ['4.6', 'udp', 'port', { minimum: 1, maximum: 65_535 }],
  ['4.6', 'udp', 'timeout', { minimum: 1, maximum: 30, default: 5 }],
  ['4.11', 'synthetic', 'timeout', { minimum: 5_000, maximum: 120_000, default: 30_000 }],
  ['4.11', 'synthetic', 'viewport_width', { minimum: 320, maximum: 1_920, default: 1_280 }],
  ['4.11', 'synthetic', 'viewport_height', { minimum: 480, maximum: 1_080, default: 800 }],
  ['4.2', 'browser', 'viewport_width', { minimum: 320, maximum: 1_920, default: 1_280 }],
  ['4.2', 'browser', 'viewport_height', { minimum: 480, maximum: 1_080, default: 800 }],
]
it.each(ranges)('§%s: %s takes %s of the range it should', (_paragraph, name, field, range) => {
  expect(fieldsOf(name)[field]).toMatchObject(range)
})

/** Of a look by hand. */
const timeouts: Readonly<Record<string, readonly [min: number, max: number, usual: number, unit: 's' | 'ms']>> = {
  content: [5, 120, 30, 's'],
  api: [5, 120, 30, 's'],
  tcp: [1, 30, 5, 's'],
  udp: [1, 30, 5, 's'],
  synthetic: [5_000, 120_000, 30_000, 'ms'],
}
it.each(kindNames)('the time limit of %s by hand is what the specification says, else 1 to 120 s', (name) => {
  const [min, max, usual, unit] = timeouts[name] ?? [1, 120, kind(name).defaults.timeout, 's']
  expect(timeoutRangeOf(kind(name))).toEqual({ min, max, default: usual, unit })
})

const choices: readonly (readonly [paragraph: string, kind: string, field: string, values: readonly string[]])[] = [
  ['4.7', 'dns', 'type', ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT', 'SOA']],
  ['4.10', 'api', 'method', ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']],
]
it.each(choices)('§%s: %s offers every %s', (_paragraph, name, field, values) => {
  expect(fieldsOf(name)[field]?.enum).toEqual(expect.arrayContaining([...values]))
})

it('§4.11: a scenario may do everything', () => {
  expect(fieldsOf('synthetic').steps?.items?.properties.action?.enum).toEqual(
    expect.arrayContaining(
      'navigate click type select wait screenshot assert_text assert_element assert_url'.split(' '),
    ),
  )
})

it('§4.10: a thousand characters of an answer are shown', () => {
  expect(shownLength).toBe(1_000)
})

it('§5: a monitor has the ranges and defaults it should', () => {
  expect(monitorLimits).toMatchObject({
    checkInterval: { usualMin: 60, max: 3_600, default: 300 },
    timeout: { min: 5, max: 300, default: 30 },
    retryCount: { min: 1, max: 5, default: 3 },
    alertThreshold: { min: 1, max: 10, default: 3 },
  })
})
