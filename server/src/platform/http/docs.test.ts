import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addDocs } from './docs.ts'

let app: FastifyInstance

beforeEach(async () => {
  app = Fastify()
  await addDocs(app, [], '1.2.3')
})
afterEach(() => app.close())

describe('the pages about the API', () => {
  it('is a page with its own policy, made from our document', async () => {
    const page = await app.inject('/docs/')
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-type']).toContain('text/html')
    expect(page.headers['content-security-policy']).toContain("connect-src 'self'")
    expect(page.body).toContain('/api/v1/openapi.json')
  })

  it('serves every script that the page names', async () => {
    const page = await app.inject('/docs')
    const html = page.statusCode >= 300 ? (await app.inject(String(page.headers.location))).body : page.body
    const scripts = [...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, src]) => src as string)
    expect(scripts.length).toBeGreaterThan(0)
    for (const src of scripts) {
      const script = await app.inject(new URL(src, 'http://localhost/docs/').pathname)
      expect(script.statusCode).toBe(200)
      expect(script.headers['content-type']).toContain('javascript')
      expect(script.rawPayload.length).toBeGreaterThan(100_000)
    }
  })

  it('has nothing at other addresses', async () => {
    expect((await app.inject('/docs/nothing.js')).statusCode).toBe(404)
  })

  it('gives the document itself', async () => {
    expect((await app.inject('/api/v1/openapi.json')).json()).toMatchObject({
      openapi: '3.1.0',
      info: { version: '1.2.3' },
    })
  })
})
