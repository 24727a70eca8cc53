import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { anonymous } from '#kernel/operation.ts'
import { silentLog } from '#platform/log/log.ts'
import { serveConsole } from './console-files.ts'
import { createHttp } from './server.ts'

const page = { accept: 'text/html,application/xhtml+xml' }

describe('the files of the console', () => {
  let folder: string
  let app: FastifyInstance

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bongsu-console-'))
    const dist = join(folder, 'dist')
    mkdirSync(join(dist, 'assets'), { recursive: true })
    writeFileSync(join(folder, 'secret.key'), 'the key')
    writeFileSync(join(dist, '.built-from'), 'the stamp')
    writeFileSync(join(dist, 'index.html'), '<title>the console</title>')
    writeFileSync(join(dist, 'assets', 'app-1a2b.js'), 'the program')
    app = await createHttp({
      operations: [],
      run: async () => undefined,
      authenticate: async () => ({ actor: anonymous, proof: 'none' }),
      rateRules: () => ({ max: 1000, windowMs: 60_000 }),
      defaultLanguage: () => 'en',
      trustedProxies: 0,
      log: silentLog(),
      now: Date.now,
    })
    await serveConsole(app, dist)
  })
  afterEach(async () => {
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('are kept by browsers for a year where their name changes with them, and the page is asked for again', async () => {
    const program = await app.inject('/assets/app-1a2b.js')
    expect(program.body).toBe('the program')
    expect(program.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect((await app.inject({ url: '/', headers: page })).headers['cache-control']).toBe('no-cache')
  })

  it('open deep links in a browser, and are no answer to what the API does not know', async () => {
    expect((await app.inject({ url: '/projects/7?tab=incidents', headers: page })).body).toContain('the console')
    for (const url of ['/api/v1/nothing', '/mcp/nothing', '/ws/nothing', '/assets/gone-1.js', '/.well-known/nothing'])
      expect((await app.inject({ url, headers: page })).json().error.code, url).toBe('not_found')
    expect((await app.inject({ url: '/projects/7', headers: { accept: '*/*' } })).statusCode).toBe(404)
  })

  const outside = [
    '/../secret.key',
    '/assets/../../secret.key',
    '/%2e%2e/secret.key',
    '/..%2fsecret.key',
    '/assets/..%2f..%2fsecret.key',
    '/assets/..%5c..%5csecret.key',
    '/assets/%2e%2e/%2e%2e/secret.key',
    '/assets/..%252f..%252fsecret.key',
    '/assets/app-1a2b.js%00',
    '//etc/passwd',
    '/.built-from',
    '/%2ebuilt-from',
    '/assets/',
  ]
  it.each(outside)('lead nowhere else: %s', async (url) => {
    const { statusCode, body } = await app.inject(url)
    expect([400, 404]).toContain(statusCode)
    expect(body).not.toMatch(/the key|the stamp|root:/)
  })
})
