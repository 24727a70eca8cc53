import { expect, it } from 'vitest'
import { optionsFor, targetOf, urlOf } from './target.ts'

const takes = (...names: string[]) => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
})

it('puts what was pasted where the kind wants it', () => {
  expect(optionsFor(takes('url', 'method'), 'example.com')).toEqual({ url: 'https://example.com' })
  expect(optionsFor(takes('url'), 'http://example.com/a?b')).toEqual({ url: 'http://example.com/a?b' })
  expect(optionsFor(takes('host', 'port'), 'https://example.com/path')).toEqual({ host: 'example.com', port: 443 })
  expect(optionsFor(takes('host', 'port'), 'example.com:8443')).toEqual({ host: 'example.com', port: 8443 })
  expect(optionsFor(takes('host', 'port'), 'example.com')).toEqual({ host: 'example.com' })
  expect(optionsFor(takes('host', 'port'), '[::1]:443')).toEqual({ host: '::1', port: 443 })
  expect(optionsFor(takes('name', 'start_url'), 'example.com')).toEqual({ start_url: 'https://example.com' })
  expect(optionsFor(takes('name', 'type'), 'https://www.example.com/')).toEqual({ name: 'www.example.com' })
})

it('begins empty for a kind that looks at nothing of the sort', () => {
  expect(optionsFor(takes('phrase'), 'example.com')).toEqual({})
  expect(optionsFor(takes('url'), '  ')).toEqual({})
})

it('carries the target from one kind to the next', () => {
  const tls = optionsFor(takes('host', 'port'), 'https://example.com:8443/a')
  expect(optionsFor(takes('host', 'port'), targetOf(tls))).toEqual({ host: 'example.com', port: 8443 })
  expect(optionsFor(takes('name'), targetOf(tls))).toEqual({ name: 'example.com' })
  expect(optionsFor(takes('host', 'port'), targetOf({ host: '::1', port: 443 }))).toEqual({ host: '::1', port: 443 })
})

it('makes an address for a project of whatever was looked at', () => {
  expect(urlOf({ url: 'http://example.com/a' })).toBe('http://example.com/a')
  expect(urlOf({ host: 'example.com', port: 443 })).toBe('https://example.com/')
  expect(urlOf({ host: 'example.com', port: 8443 })).toBe('https://example.com:8443/')
  expect(urlOf({ name: 'example.com' })).toBe('https://example.com/')
  expect(urlOf({})).toBe('')
})
