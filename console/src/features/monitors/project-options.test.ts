import { expect, it } from 'vitest'
import { optionsOfProject } from './project-options.ts'

const kind = (properties: Record<string, object>, example: Record<string, unknown> = {}) => ({
  schema: { type: 'object', properties },
  example,
})
const text = { type: 'string' }

it('begins where the project is, as the kind says it', () => {
  expect(optionsOfProject(kind({ url: text }), 'https://shop.example.com/a')).toEqual({
    url: 'https://shop.example.com/a',
  })
  expect(optionsOfProject(kind({ domain: text }), 'https://www.example.com/')).toEqual({ domain: 'www.example.com' })
  expect(optionsOfProject(kind({ url: text }, { url: 'wss://example.com/live' }), 'https://example.com/')).toEqual({
    url: 'wss://example.com/',
  })
})

it('takes the port along only to the same server', () => {
  const url = 'https://example.com:8443/'
  expect(optionsOfProject(kind({ host: text, port: { default: 443 } }), url)).toEqual({
    host: 'example.com',
    port: 8443,
  })
  expect(optionsOfProject(kind({ host: text, port: {} }), url)).toEqual({ host: 'example.com', port: 8443 })
  expect(optionsOfProject(kind({ host: text, port: { default: 6379 } }), url)).toEqual({ host: 'example.com' })
})

it('looks up no name that is a number, and begins empty where nothing of the sort is asked', () => {
  expect(optionsOfProject(kind({ name: text }), 'http://192.0.2.7/')).toEqual({})
  expect(optionsOfProject(kind({ domain: text }), 'http://[2001:db8::1]/')).toEqual({})
  expect(optionsOfProject(kind({ phrase: text }), 'https://example.com/')).toEqual({})
})
