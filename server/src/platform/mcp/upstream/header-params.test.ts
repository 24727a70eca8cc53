import { describe, expect, it } from 'vitest'
import { headerMismatch, headerParams, paramHeaders } from './header-params.ts'

const schema = {
  type: 'object',
  properties: {
    region: { type: 'string', 'x-mcp-header': 'Region' },
    page: { type: 'integer', 'x-mcp-header': 'Page' },
    nested: { type: 'object', properties: { deep: { type: 'boolean', 'x-mcp-header': 'Deep' } } },
    bad: { type: 'string', 'x-mcp-header': 'not a token' },
    plain: { type: 'string' },
  },
}
const params = headerParams(schema)
const headers = (given: Record<string, string>) => ({ get: (name: string) => given[name] ?? null })

describe('arguments that are told in headers', () => {
  it('are the properties that say so, at any depth', () => {
    expect(params.map(({ header }) => header)).toEqual(['mcp-param-region', 'mcp-param-page', 'mcp-param-deep'])
    expect(headerParams('no schema')).toEqual([])
  })

  it.each([
    [{ region: 'kr', page: 2, nested: { deep: false } }, ['kr', '2', 'false']],
    [{ region: '서울' }, ['=?base64?7ISc7Jq4?=']],
    [{ region: ' padded ' }, ['=?base64?IHBhZGRlZCA=?=']],
    [{ region: 'a\r\nx-other: b' }, ['=?base64?YQ0KeC1vdGhlcjogYg==?=']],
    [{ region: '=?base64?x?=' }, ['=?base64?PT9iYXNlNjQ/eD89?=']],
    [{ region: null }, []],
  ])('are written so that a header can hold them: %j', (args, expected) => {
    const sent = paramHeaders(params, args)
    expect(Object.values(sent)).toEqual(expected)
    expect(headerMismatch(params, args, headers(sent))).toBeUndefined()
  })

  it.each([
    [{ region: 'kr' }, {}, 'mcp-param-region'],
    [{ region: 'kr' }, { 'mcp-param-region': 'us' }, 'mcp-param-region'],
    [{ page: 2 }, { 'mcp-param-page': '3' }, 'mcp-param-page'],
    [{ page: 2 }, { 'mcp-param-page': '2.0' }, undefined],
    [{}, { 'mcp-param-region': 'us' }, undefined],
  ])('must say the same in both: %j and %j', (args, given, expected) => {
    expect(headerMismatch(params, args, headers(given))).toBe(expected)
  })
})
