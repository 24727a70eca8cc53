import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { type HttpTarget, startHttpTarget } from '#test/targets/http-target.ts'

const password = 'correct horse battery'
let app: TestApp
let site: HttpTarget
let token = ''
let projectId = 0

beforeAll(async () => {
  site = await startHttpTarget((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<body style="background:#ff0000">red</body>'),
  )
  app = await buildTestApp({
    BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8',
    BONGSU_CHROMIUM: process.env.BONGSU_CHROMIUM ?? '',
    BONGSU_BROWSER_SANDBOX: process.getuid?.() === 0 ? 'off' : 'on',
  })
  await send('POST', '/api/v1/auth/register', { email: 'admin@example.com', password, name: 'Admin' })
  const login = await send('POST', '/api/v1/auth/login', { username: 'admin@example.com', password })
  token = login.json().access_token
  const project = await send('POST', '/api/v1/projects', {
    title: 'Red',
    url: site.url,
    custom_headers: '{"X-Door":"open sesame"}',
  })
  projectId = project.json().id
})
afterAll(async () => {
  await app.close()
  await site.close()
})

const send = (method: 'GET' | 'POST', url: string, payload?: object) =>
  app.http.inject({
    method,
    url,
    ...(payload ? { payload } : {}),
    headers: token ? { authorization: `Bearer ${token}` } : {},
  })
const take = async (force = false) => (await send('POST', `/api/v1/projects/${projectId}/screenshot`, { force })).json()

describe('the picture of a project', () => {
  it('is taken once a day, anew when asked for, and small for cards', async () => {
    const first = await take()
    expect(first).toMatchObject({ is_cached: false, project_id: projectId })
    expect(await take()).toEqual({ ...first, is_cached: true })
    const forced = await take(true)
    expect(forced.is_cached).toBe(false)
    expect(Date.parse(forced.taken_at)).toBeGreaterThan(Date.parse(first.taken_at))
    expect(site.requests[0]?.headers['x-door']).toBe('open sesame')

    const large = await send('GET', first.screenshot_url)
    expect(large.headers['content-type']).toBe('image/webp')
    expect(await sharp(large.rawPayload).metadata()).toMatchObject({ format: 'webp', width: 1280, height: 800 })
    const small = await send('GET', first.thumbnail_url)
    expect(await sharp(small.rawPayload).metadata()).toMatchObject({ format: 'webp', width: 480, height: 300 })
    const { dominant } = await sharp(small.rawPayload).stats()
    expect(dominant.r).toBeGreaterThan(200)
    expect(dominant.g).toBeLessThan(60)
  })

  it('is kept when the site does not open, and whoever asked hears why', async () => {
    await take()
    await site.close()
    const failed = await send('POST', `/api/v1/projects/${projectId}/screenshot`, { force: true })
    expect(failed.statusCode).toBe(503)
    expect(failed.json().error.message).toMatch(/화면|picture/)
    expect((await send('GET', `/api/v1/projects/${projectId}/thumbnail`)).statusCode).toBe(200)
  })
})
