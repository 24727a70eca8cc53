import { describe, expect, it } from 'vitest'
import { parseInput } from '#platform/operations/parse.ts'
import { kindOf } from '../catalogue.ts'

const problems = (options: unknown): string[] => {
  const schema = kindOf('http')?.options
  if (!schema) throw new Error('no http')
  try {
    parseInput(schema, options, 'en')
    return []
  } catch (error) {
    return (error as { details: { fields: { path: string }[] } }).details.fields.map(({ path }) => path)
  }
}

describe('options that cannot be', () => {
  it.each([
    ['url', { url: 'ftp://example.com/' }],
    ['url', { url: 'https://user:pw@example.com/' }],
    ['url', { url: 'example.com' }],
    ['url', {}],
    ['method', { method: 'TRACE' }],
    ['headers[0]', { headers: [{ name: 'Host', value: 'x' }] }],
    ['headers[0]', { headers: [{ name: 'x', value: 'a\r\nb: c' }] }],
    ['expected_status', { expected_status: '200-' }],
    ['expected_status', { expected_status: '299-200' }],
    ['expected_status', { expected_status: '999' }],
    ['matches[0]', { matches: ['(?=x)'] }],
    ['matches[0]', { matches: ['('] }],
    ['json[0].path', { json: [{ path: 'a.b', operator: 'exists' }] }],
    ['json[0]', { json: [{ path: '$.a', operator: 'equals' }] }],
    ['json[0]', { json: [{ path: '$.a', operator: 'count', value: -1 }] }],
    ['json_schema', { json_schema: '{' }],
    ['json_schema', { json_schema: '{"$ref":"https://example.com/x"}' }],
    ['json_schema', { json_schema: '{"type":"nothing"}' }],
    ['json_schema', { json_schema: '{"pattern":"(?=a)"}' }],
    ['response_headers[0]', { response_headers: [{ name: 'x', operator: 'equals' }] }],
    ['auth.token', { auth: { type: 'bearer', token: 'a b' } }],
    ['auth.password', { auth: { type: 'basic', username: 'a' } }],
    ['auth.token_url', { auth: { type: 'oauth2', token_url: 'x', client_id: 'a', client_secret: 'b' } }],
    ['client_certificate.cert', { client_certificate: { cert: 'x', key: '-----BEGIN PRIVATE KEY-----' } }],
    ['max_redirects', { max_redirects: 11 }],
    ['max_body_kb', { max_body_kb: 20_000 }],
    ['degraded_ms', { degraded_ms: 0 }],
    ['nothing', { nothing: 1 }],
  ])('are refused at %s: %j', (path, changes) => {
    const base = path === 'url' && !('url' in changes) ? {} : { url: 'https://example.com/' }
    expect(problems({ ...base, ...changes })).toContain(path)
  })
})
