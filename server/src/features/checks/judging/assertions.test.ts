import { describe, expect, it } from 'vitest'
import { type BodyAssertions, type JsonOperator, type JsonScalar, judgeText, UnusableAssertion } from './assertions.ts'
import { isSimplePath, jsonPathOf } from './json-path.ts'
import { schemaProblem, schemaViolation } from './json-schema.ts'
import { patternOf } from './pattern.ts'

const nothing: BodyAssertions = { contains: [], notContains: [], matches: [], notMatches: [], json: [] }
const document = {
  store: {
    book: [
      { category: 'reference', author: 'Rees', title: 'Sayings', price: 8.95 },
      { category: 'fiction', author: 'Waugh', title: 'Sword', price: 12.99 },
      { category: 'fiction', author: 'Melville', title: 'Moby', isbn: '0-553', price: 8.99 },
    ],
    bicycle: { color: 'red', price: 399 },
  },
  'odd key': [1, null, true, 'a'],
  text: 'hello',
  when: '2026-03-02T00:00:00Z',
}
const holds = (path: string, operator: JsonOperator, value?: JsonScalar): boolean =>
  judgeText(JSON.stringify(document), { ...nothing, json: [{ path, operator, value }] })[0]?.passed ?? false

describe('a JSONPath (RFC 9535)', () => {
  it.each<[string, unknown[]]>([
    ['$.store.book[*].author', ['Rees', 'Waugh', 'Melville']],
    ['$..author', ['Rees', 'Waugh', 'Melville']],
    ['$.store.book[2].title', ['Moby']],
    ['$.store.book[-1].title', ['Moby']],
    ['$.store.book[0,1].price', [8.95, 12.99]],
    ['$.store.book[:2].title', ['Sayings', 'Sword']],
    ['$.store.book[?@.isbn].title', ['Moby']],
    ['$.store.book[?@.price < 10].title', ['Sayings', 'Moby']],
    ['$.store.book[?@.category == "fiction" && @.price > 10].title', ['Sword']],
    ["$['odd key'][0]", [1]],
    ['$["odd key"][1]', [null]],
    ['$.store.book[?match(@.author, "W.*")].title', ['Sword']],
    ['$.store.book[?search(@.author, "el")].title', ['Moby']],
    ['$.store.book[?length(@.title) == 4].title', ['Moby']],
    ['$.store.book[?count(@.*) > 4].title', ['Moby']],
    ['$.nothing.here', []],
  ])('%s finds %j', (path, values) => {
    const query = jsonPathOf(path)
    if ('problem' in query) throw new Error(query.problem)
    expect(query.query(document as never).values()).toEqual(values)
  })

  it.each([
    '',
    'a',
    '$.',
    '$[',
    '$[?]',
    '$.a[01]',
    '$..',
    '$[?@.a = 1]',
    '$.a b',
    '$[?nothing(@.a)]',
    '$[?match(@.a)]',
  ])('%s is none', (path) => {
    expect(jsonPathOf(path)).toHaveProperty('problem')
  })

  it('is simple when it names one place', () => {
    expect(['$.a.b[0]["c"]', '$', '$[-1]'].map(isSimplePath)).toEqual([true, true, true])
    expect(['$..a', '$.*', '$.a[0:2]', '$[?@.a]', '$.a,'].map(isSimplePath)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ])
  })

  it('survives its own filters on patterns that would hang the JavaScript engine', () => {
    const started = performance.now()
    const query = jsonPathOf(`$[?match(@, "(a+)+b")]`)
    if ('problem' in query) throw new Error(query.problem)
    expect(query.query(['a'.repeat(50_000)] as never).values()).toEqual([])
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

describe('a comparison', () => {
  it.each<[string, JsonOperator, JsonScalar | undefined, boolean]>([
    ['$.text', 'exists', undefined, true],
    ['$.none', 'exists', undefined, false],
    ['$.none', 'not_exists', undefined, true],
    ['$.text', 'equals', 'hello', true],
    ['$.store.bicycle.price', 'equals', 399, true],
    ['$.store.bicycle.price', 'equals', '399', false],
    ['$["odd key"][1]', 'equals', null, true],
    ['$["odd key"][2]', 'equals', true, true],
    ['$["odd key"][2]', 'equals', 'true', false],
    ['$.text', 'not_equals', 'bye', true],
    ['$.none', 'not_equals', 'bye', false],
    ['$.store.bicycle.price', 'greater', 398, true],
    ['$.store.bicycle.price', 'greater', 399, false],
    ['$.store.bicycle.price', 'greater_or_equal', 399, true],
    ['$.store.bicycle.price', 'less', 400, true],
    ['$.store.bicycle.price', 'less_or_equal', 398, false],
    ['$.store.bicycle.price', 'greater', '1', false],
    ['$.when', 'greater', '2026-01-01', true],
    ['$.store.book[*].price', 'less', 13, true],
    ['$.store.book[*].price', 'less', 12, false],
    ['$.text', 'contains', 'ell', true],
    ['$["odd key"]', 'contains', 1, true],
    ['$["odd key"]', 'contains', '1', false],
    ['$.store', 'contains', 'book', false],
    ['$.text', 'not_contains', 'xyz', true],
    ['$.store', 'not_contains', 'xyz', false],
    ['$.text', 'matches', '^h.*o$', true],
    ['$.store.bicycle.price', 'matches', '3', false],
    ['$.store.book[*]', 'count', 3, true],
    ['$.none', 'count', 0, true],
  ])('%s %s %j is %s', (path, operator, value, expected) => {
    expect(holds(path, operator, value)).toBe(expected)
  })
})

describe('a result', () => {
  it('says what was expected and what came, shortly', () => {
    const [contains, json] = judgeText(`{"a":"${'x'.repeat(1000)}"}`, {
      ...nothing,
      contains: ['y'.repeat(500)],
      json: [{ path: '$.a', operator: 'equals', value: 1 }],
    })
    expect(contains).toMatchObject({ what: 'contains', got: 'not found', passed: false })
    expect(contains?.expected).toHaveLength(201)
    expect(json).toMatchObject({ what: 'json $.a', expected: 'equals 1' })
    expect(json?.got.length).toBeLessThanOrEqual(201)
  })

  it('is none where the assertion itself cannot be used', () => {
    expect(() => judgeText('x', { ...nothing, matches: ['('] })).toThrow(UnusableAssertion)
    expect(() => judgeText('{}', { ...nothing, json: [{ path: 'a', operator: 'exists' }] })).toThrow(UnusableAssertion)
    expect(() => judgeText('{}', { ...nothing, jsonSchema: '{"$ref":"#/nowhere"}' })).toThrow(UnusableAssertion)
  })

  it('survives documents nested without end', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    expect(judgeText(deep, { ...nothing, json: [{ path: '$..a', operator: 'exists' }] })[0]).toMatchObject({
      passed: false,
      got: 'nested too deeply',
    })
    const recursive = '{"$defs":{"a":{"items":{"$ref":"#/$defs/a"}}},"$ref":"#/$defs/a"}'
    expect(judgeText(deep, { ...nothing, jsonSchema: recursive })[0]?.what).toBe('json_schema')
  })
})

describe('a JSON Schema', () => {
  it('of 2020-12 is understood, formats and dynamic keywords included', () => {
    const schema = JSON.stringify({
      type: 'object',
      properties: { mail: { type: 'string', format: 'email' }, tags: { prefixItems: [{ const: 'a' }], items: false } },
      unevaluatedProperties: false,
    })
    expect(schemaProblem(schema)).toBeUndefined()
    expect(schemaViolation(schema, { mail: 'a@b.example', tags: ['a'] })).toBeNull()
    expect(schemaViolation(schema, { mail: 'nobody' })).toMatch(/^\/mail /)
    expect(schemaViolation(schema, { other: 1 })).toMatch(/unevaluated/)
    expect(schemaViolation(schema, { tags: ['a', 'b'] })).toMatch(/^\/tags/)
  })

  it.each([
    ['no JSON', '{'],
    ['no schema', '[]'],
    ['too large', JSON.stringify({ description: 'x'.repeat(70_000) })],
    ['too deep', `${'{"not":'.repeat(40)}{}${'}'.repeat(40)}`],
    [
      'too many',
      JSON.stringify({ properties: Object.fromEntries(Array.from({ length: 400 }, (_unused, at) => [`p${at}`, {}])) }),
    ],
    ['another document', '{"properties":{"a":{"$ref":"http://127.0.0.1/x"}}}'],
    ['a file', '{"$dynamicRef":"file:///etc/passwd"}'],
    ['an impossible pattern', '{"patternProperties":{"(?<=a)b":{}}}'],
    ['an unknown type', '{"type":"text"}'],
  ])('is refused for %s', (_why, schema) => {
    const problem = schemaProblem(schema)
    expect(problem?.ko).toBeTruthy()
    expect(problem?.en).toBeTruthy()
  })

  it('runs its patterns on RE2, where none can hang', () => {
    const schema = '{"items":{"pattern":"^(a+)+$"}}'
    expect(schemaProblem(schema)).toBeUndefined()
    const started = performance.now()
    expect(schemaViolation(schema, [`${'a'.repeat(20_000)}!`])).toMatch(/^\/0 /)
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

it('a pattern is RE2: linear, without lookaround, and cheap to judge by its size', () => {
  expect(patternOf('(?=a)')).toHaveProperty('problem')
  expect(patternOf('(a)\\1')).toHaveProperty('problem')
  const pattern = patternOf('(?i)h[eé]llo')
  expect(
    'test' in pattern && [pattern.test('say HÉLLO'), pattern.testWhole('say hello'), pattern.testWhole('hello')],
  ).toEqual([true, false, true])
  const large = patternOf('(?:a?){50}a{50}')
  expect('size' in large && 'size' in pattern && large.size > pattern.size * 5).toBe(true)
})
