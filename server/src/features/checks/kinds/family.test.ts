import { monitorLimits } from '@bongsu/contract/projects.ts'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseInput } from '#platform/operations/parse.ts'
import { openChecks } from '#test/checks.ts'
import { secretValues } from '../redact.ts'
import { schemaOf } from '../schema-of.ts'
import { kindNames, kindOf } from './catalogue.ts'
import { type AnyCheckKind, checkGroups } from './contract.ts'

interface Field {
  readonly label?: { ko?: string; en?: string }
  readonly help?: { ko?: string; en?: string }
  readonly choices?: Record<string, { ko: string; en: string }>
  readonly enum?: readonly string[]
  readonly const?: unknown
  readonly properties?: Record<string, Field>
  readonly items?: Field
  readonly oneOf?: readonly Field[]
}

/** Nothing may be reached: every look ends at the guard, so that any options can be tried. */
const nowhere = openChecks({ allowed: [], resolver: { servers: ['127.0.0.1:9'], timeoutMs: 50, tries: 1 } })
afterAll(() => nowhere.room.stop?.(new AbortController().signal))

const members = kindNames.map((name): [string, AnyCheckKind] => [name, kindOf(name) as AnyCheckKind])

/** Every field a form would draw, with its path. */
function fieldsOf(schema: Field, at = ''): [string, Field][] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, field]): [string, Field][] => {
    const path = at ? `${at}.${name}` : name
    return [[path, field], ...fieldsOf(field, path)]
  })
  const items = schema.items ? fieldsOf(schema.items, `${at}[]`) : []
  const choices = (schema.oneOf ?? []).flatMap((choice, index) => [
    [`${at}|${index}`, choice] as [string, Field],
    ...fieldsOf(choice, at),
  ])
  return [...own, ...items, ...choices]
}

describe.each(members)('the check kind %s', (name, kind) => {
  const fields = fieldsOf(schemaOf(kind) as Field)

  it('says what it is in both languages', () => {
    for (const words of [kind.label, kind.summary]) {
      expect(words.ko.length).toBeGreaterThan(1)
      expect(words.en.length).toBeGreaterThan(1)
    }
    expect(kind.summary.ko).toMatch(/[가-힣].*다\.$/)
    expect(kind.summary.en).toMatch(/^[A-Z].*\.$/)
    expect(checkGroups).toContain(kind.group)
  })

  it('labels every field of its form in both languages', () => {
    // The tag of a choice is drawn as the choice itself.
    const drawn = fields.filter(([, field]) => field.const === undefined)
    expect(drawn.length).toBeGreaterThan(0)
    for (const [path, field] of drawn) {
      expect(field.label?.ko, path).toBeTruthy()
      expect(field.label?.en, path).toBeTruthy()
      if (field.help) expect(Boolean(field.help.ko && field.help.en), path).toBe(true)
    }
  })

  it('has words for every choice that is no word by itself', () => {
    for (const [path, { enum: values, choices }] of fields) {
      if (!values || values.every((value) => /^[A-Z]+$/.test(value))) continue
      expect(Object.keys(choices ?? {}).sort(), path).toEqual([...values].sort())
    }
  })

  it('has an example and a rhythm that a monitor could have', () => {
    const options = parseInput(kind.options, kind.example, 'en') as Record<string, unknown>
    expect(kind.host(options)).toMatch(kind.isSignalled ? /^$/ : /^[\w.:-]+$/)
    expect(kind.defaults.check_interval).toBeGreaterThanOrEqual(60)
    if (kind.defaults.cycles)
      expect(kind.defaults.check_interval).toBe(kind.defaults.cycles * monitorLimits.checkInterval.default)
    expect(kind.defaults.timeout).toBeGreaterThanOrEqual(5)
    expect(kind.defaults.timeout).toBeLessThanOrEqual(300)
  })

  it('has a schema that is strict, is JSON, and never calls an option "kind"', () => {
    expect(Object.keys(kind.options.shape)).not.toContain('kind')
    expect(() => parseInput(kind.options, { ...(kind.example as object), surely_unknown: 1 }, 'en')).toThrow(
      /surely_unknown/,
    )
    expect(JSON.parse(JSON.stringify(schemaOf(kind)))).toEqual(schemaOf(kind))
  })

  it('remembers for a part of its options that is JSON, says the same of the same options, and holds no secret', () => {
    const options = parseInput(kind.options, kind.example, 'en') as Record<string, unknown>
    if (!kind.remembers) return
    const scope = kind.remembers(options)
    expect(scope).not.toBe(undefined)
    expect(JSON.parse(JSON.stringify(scope))).toEqual(scope)
    expect(kind.remembers(parseInput(kind.options, JSON.parse(JSON.stringify(options)), 'en') as never)).toEqual(scope)
    for (const secret of secretValues(options, kind.secrets)) expect(JSON.stringify(scope)).not.toContain(secret)
  })

  it('names as secret exactly what its schema marks', () => {
    const marked = fields.filter(([, field]) => (field as { secret?: boolean }).secret).map(([path]) => path)
    expect([...kind.secrets].sort()).toEqual([...new Set(marked)].sort())
    for (const path of fields.map(([at]) => at))
      if (/(password|passphrase|secret|token)$/.test(path)) expect(kind.secrets, path).toContain(path)
  })

  it('makes options from a project that its own schema takes, or none', () => {
    for (const url of [
      'http://example.com/a',
      'https://example.com:8443/',
      'https://[2606:4700::1111]/',
      'https://예시.한국/',
    ]) {
      const options = kind.fromProject?.({ url, title: 'x', headers: [{ name: 'x-a', value: 'b' }] })
      if (options) expect(() => parseInput(kind.options, options, 'ko'), url).not.toThrow()
    }
  })

  it('accepts what it can look at, refuses the rest by name, and never throws either way', async () => {
    const looks: Promise<unknown>[] = []
    let accepted = 0
    fc.assert(
      fc.property(optionsLike(kind), (raw) => {
        let options: Record<string, unknown>
        try {
          options = parseInput(kind.options, raw, 'ko') as Record<string, unknown>
        } catch (error) {
          const { fields: refused } = (error as { details: { fields: { path: string; message: string }[] } }).details
          expect(refused.length).toBeGreaterThan(0)
          for (const { path, message } of refused) {
            expect(path).not.toBe('')
            expect(message).not.toBe('')
          }
          return
        }
        accepted += 1
        // What is stored as JSON comes back as the same options.
        expect(parseInput(kind.options, JSON.parse(JSON.stringify(options)), 'ko')).toEqual(options)
        expect(typeof kind.host(options)).toBe('string')
        looks.push(
          nowhere.checks.lookOnce(name, options, { timeoutMs: 2000 }).then((outcome) => {
            expect(outcome.errorCode, JSON.stringify(outcome)).not.toBe(undefined)
            expect(['unknown', 'down']).toContain(outcome.state)
            expect(JSON.parse(JSON.stringify(outcome.evidence))).toEqual(outcome.evidence)
          }),
        )
      }),
      { numRuns: 150 },
    )
    await Promise.all(looks)
    expect(nowhere.faults).toEqual([])
    expect(accepted).toBeGreaterThan(0)
  })
})

/** The example with some fields changed to likely and unlikely things. */
function optionsLike(kind: AnyCheckKind): fc.Arbitrary<unknown> {
  const names = Object.keys(kind.options.shape)
  const scalar = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.integer({ min: -5, max: 70_000 }),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom(
      'http://127.0.0.1:1/',
      'https://10.0.0.1/x',
      '127.0.0.1',
      'localhost',
      '::1',
      'GET',
      'POST',
      '4',
      '6',
      'any',
      'all',
      'exact',
      'MX',
      'PTR',
      '(a+)+$',
      '$.a[0]',
      '200-299',
      '{"type":"object"}',
    ),
  )
  const value = fc.oneof(
    { weight: 4, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
    {
      weight: 1,
      arbitrary: fc.array(fc.dictionary(fc.constantFrom('name', 'value', 'path', 'operator'), scalar), {
        maxLength: 3,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        { type: 'basic', username: 'a', password: 'b' },
        { type: 'bearer', token: 'x y' },
        { type: 'oauth2', token_url: 'http://127.0.0.1/', client_id: 'a', client_secret: 'b' },
        { type: 'none' },
      ),
    },
  )
  const changes = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 3 })
  return changes.map((changed) => ({ ...(kind.example as object), ...reachable(kind), ...changed }))
}

/** An example's own host may exist; these never do. */
const reachable = (kind: AnyCheckKind): object => {
  const { url } = kind.example as { url?: string }
  const scheme = url?.startsWith('ws') ? 'ws' : 'http'
  return Object.fromEntries(
    Object.entries({ url: `${scheme}://127.0.0.1:1/`, host: '127.0.0.1', server: '127.0.0.1' }).filter(
      ([name]) => name in kind.options.shape,
    ),
  )
}

it('the catalogue answers for its own members only', () => {
  expect(kindOf('constructor')).toBeUndefined()
  expect(kindOf('nothing')).toBeUndefined()
  expect(kindNames[0]).toBe('http')
  expect(z.enum(kindNames).parse('http')).toBe('http')
})
