import { expect, it } from 'vitest'
import { callAsCurl, clients, mcpConfig, snippetFor } from './connect.ts'

const address = { origin: 'https://bongsu.example.com', token: 'bgs_secret' }

it.each(clients)('%s is told the address and the token, and nothing is left to guess', (client) => {
  const snippet = snippetFor(client, address)
  expect(snippet).toContain('https://bongsu.example.com')
  expect(snippet).toContain('bgs_secret')
  expect(snippet).not.toContain('undefined')
})

it.each(['claude-desktop', 'cursor', 'vscode', 'stdio'] as const)('%s gets JSON that can be pasted', (client) => {
  expect(() => JSON.parse(snippetFor(client, address))).not.toThrow()
})

it('lets the bridge use plain HTTP only where there is nothing else', () => {
  expect(snippetFor('claude-desktop', address)).not.toContain('--allow-http')
  expect(snippetFor('claude-desktop', { ...address, origin: 'http://10.0.0.5:8600' })).toContain('--allow-http')
})

it('names a virtual server by its own address', () => {
  expect(JSON.parse(mcpConfig({ ...address, server: 'ops' }))).toEqual({
    mcpServers: {
      'bongsu-ops': {
        type: 'http',
        url: 'https://bongsu.example.com/mcp/ops',
        headers: { Authorization: 'Bearer bgs_secret' },
      },
    },
  })
})

it('gives a program that is started the same address', () => {
  const environment = (server?: string) =>
    JSON.parse(snippetFor('stdio', { ...address, ...(server && { server }) })).mcpServers[
      server ? `bongsu-${server}` : 'bongsu'
    ].env.BONGSU_URL
  expect(environment()).toBe('https://bongsu.example.com')
  expect(environment('ops')).toBe('https://bongsu.example.com/mcp/ops')
})

it('quotes what a shell would read otherwise', () => {
  expect(callAsCurl('http://x', 'add', { words: "it's" })).toContain(`'{"arguments":{"words":"it'\\''s"}}'`)
  expect(callAsCurl('http://x', 'add', {})).toContain("'http://x/api/v1/tools/add/call'")
})
