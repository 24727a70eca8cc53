import { expect, it } from 'vitest'
import { redacted } from './redact-result.ts'

const token = `bgs_${'a'.repeat(43)}`
const rules = { hide_secrets: true, hide_patterns: ['\\b\\d{6}-\\d{7}\\b', 'card (\\d+)'] }

it('hides what the rules name in every text, and leaves bytes and the rest as they are', () => {
  const result = {
    content: [
      { type: 'text', text: `use ${token} for 900101-1234567, card 4111 of card 5222` },
      { type: 'image', data: token, mimeType: 'image/png' },
      { type: 'resource', resource: { uri: 'a://b', text: token, blob: token } },
    ],
    structuredContent: { data: token, list: [{ key: token, count: 3 }], none: null },
    _meta: { note: 'x' },
  }
  expect(redacted(result, rules)).toEqual({
    content: [
      { type: 'text', text: 'use ••• for •••, card ••• of card •••' },
      { type: 'image', data: token, mimeType: 'image/png' },
      { type: 'resource', resource: { uri: 'a://b', text: '•••', blob: token } },
    ],
    structuredContent: { data: '•••', list: [{ key: '•••', count: 3 }], none: null },
    _meta: { note: 'x' },
  })
  expect(result.content[0]).toMatchObject({ text: expect.stringContaining(token) })
})

it('gives the very same result where there is nothing to hide, or nothing is to be hidden', () => {
  const plain = { content: [{ type: 'text', text: 'hello' }], structuredContent: { a: [1, 2] } }
  expect(redacted(plain, rules)).toBe(plain)
  const secret = { content: [{ type: 'text', text: token }] }
  expect(redacted(secret, { hide_secrets: false, hide_patterns: [] })).toBe(secret)
})

it('lets nothing through behind more matches than it counts', () => {
  const text = 'card 1 '.repeat(1500)
  const shown = redacted({ content: [{ type: 'text', text }] }, rules) as { content: [{ text: string }] }
  expect(shown.content[0].text).not.toContain('card 1')
})
