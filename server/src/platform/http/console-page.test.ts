import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { serveConsole } from './console-files.ts'

describe('the page of the console', () => {
  let folder: string
  let app: FastifyInstance
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bongsu-console-'))
    writeFileSync(join(folder, 'index.html'), '<meta property="csp-nonce" nonce="STYLE_NONCE"><p>$&</p>')
    mkdirSync(join(folder, 'assets'))
    for (const name of ['assets/a.js', 'assets/a.js.br', 'early.js', '.built-from'])
      writeFileSync(join(folder, name), name)
    app = Fastify()
    await serveConsole(app, folder)
  })
  afterEach(async () => {
    await app.close()
    rmSync(folder, { recursive: true })
  })

  it('names a new word each time, in its policy and in itself', async () => {
    const words = []
    for (const url of ['/', '/monitors/5']) {
      const { headers, body } = await app.inject({ url, headers: { accept: 'text/html' } })
      const word = /style-src 'self' 'nonce-([\w-]{22})';/.exec(String(headers['content-security-policy']))?.[1]
      expect(body).toBe(`<meta property="csp-nonce" nonce="${word}"><p>$&</p>`)
      words.push(word)
    }
    expect(new Set(words).size).toBe(2)
  })

  it('brings its files, compressed where that is wanted, and nothing else of the folder', async () => {
    const get = async (url: string, headers: Record<string, string> = {}) => {
      const { statusCode, body, headers: answered } = await app.inject({ url, headers })
      return [statusCode, body, answered['cache-control'], answered['content-encoding']]
    }
    const forEver = 'public, max-age=31536000, immutable'
    expect(await get('/assets/a.js')).toEqual([200, 'assets/a.js', forEver, undefined])
    expect(await get('/assets/a.js?x=1', { 'accept-encoding': 'br' })).toEqual([200, 'assets/a.js.br', forEver, 'br'])
    expect(await get('/early.js')).toEqual([200, 'early.js', 'public, max-age=300', undefined])
    expect((await app.inject({ method: 'HEAD', url: '/early.js' })).headers['content-length']).toBe('8')
    const kept = ['/.built-from', '/index.html', '/assets/a.js.br', '/assets', '/assets/', '/assets/none.js']
    const spelled = ['/..%2f..%2fetc%2fpasswd', '//early.js']
    for (const url of [...kept, ...spelled]) expect((await get(url))[0], url).toBe(404)
  })

  it('is no answer to a program that asks for something else', async () => {
    expect((await app.inject({ url: '/api/v1/nothing', headers: { accept: 'text/html' } })).statusCode).toBe(404)
    expect((await app.inject({ url: '/monitors/5', headers: { accept: 'application/json' } })).statusCode).toBe(404)
  })
})
