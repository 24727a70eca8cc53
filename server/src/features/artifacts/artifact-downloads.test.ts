import type { ArtifactType } from '@bongsu/contract/artifacts.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Artifacts, artifactsKey } from '#features/artifacts/index.ts'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'

const password = 'correct horse battery'
let app: TestApp
let artifacts: Artifacts
const tokens: Record<string, string> = {}
let projectId = 0
let monitorId = 0

beforeAll(async () => {
  app = await buildTestApp({ BONGSU_CHROMIUM: '/nowhere/chromium' })
  artifacts = app.services.use(artifactsKey)
  await send('POST', '/api/v1/auth/register', { email: 'admin@example.com', password, name: 'Admin' })
  tokens.admin = await tokenOf('admin@example.com')
  for (const role of ['user', 'viewer']) {
    await send('POST', '/api/v1/people', { email: `${role}@example.com`, name: role, role, password }, 'admin')
    tokens[role] = await tokenOf(`${role}@example.com`)
  }
  const project = await send('POST', '/api/v1/projects', { title: 'Shop', url: 'https://shop.example/' }, 'admin')
  projectId = project.json().id
  monitorId = project.json().monitors[0].id
})
afterAll(() => app.close())

const send = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object, who?: string, headers: object = {}) =>
  app.http.inject({
    method,
    url,
    ...(payload ? { payload } : {}),
    headers: { ...(who ? { authorization: `Bearer ${tokens[who]}` } : {}), ...headers },
  })
const tokenOf = async (username: string): Promise<string> =>
  (await send('POST', '/api/v1/auth/login', { username, password })).json().access_token

async function kept(type: ArtifactType, bytes = Buffer.from('<script>alert(1)</script>')): Promise<number> {
  const owner = { monitorId, projectId, slotAt: Date.now(), state: 'down' } as const
  const [file] = await artifacts.keep(owner, [{ type, name: '../"x"\r\nevil', bytes }])
  return file?.id ?? 0
}

describe('a file of what was seen', () => {
  it.each([
    ['screenshot', 'image/webp', /^inline; filename="bongsu-\d+-xevil\.webp"$/],
    ['report', 'application/json', /^attachment; filename="bongsu-\d+-xevil\.json"$/],
    ['trace', 'application/zip', /^attachment; filename="bongsu-\d+-xevil\.zip"$/],
    ['har', 'application/json', /^attachment; filename="bongsu-\d+-xevil\.har"$/],
  ] as const)('of type %s is sent as %s, whatever is in it, and can never run', async (type, mime, disposition) => {
    const answer = await send('GET', `/api/v1/artifacts/${await kept(type)}`, undefined, 'viewer')
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toContain(mime)
    expect(answer.headers).toMatchObject({
      'content-disposition': expect.stringMatching(disposition),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
    })
    expect(answer.rawPayload.toString()).toBe('<script>alert(1)</script>')
  })

  it('is asked for again, and not sent again', async () => {
    const path = `/api/v1/artifacts/${await kept('screenshot')}`
    const { etag } = (await send('GET', path, undefined, 'viewer')).headers
    const again = await send('GET', path, undefined, 'viewer', { 'if-none-match': etag })
    expect(again.statusCode).toBe(304)
    expect((await send('GET', path, undefined, undefined, { 'if-none-match': etag })).statusCode).toBe(401)
  })

  it('of a look by hand is for the one who looked', async () => {
    const { id } = (await send('GET', '/api/v1/auth/me', undefined, 'user')).json()
    const owner = { personId: id as number, slotAt: Date.now(), state: 'up' } as const
    const [file] = await artifacts.keep(owner, [{ type: 'report', name: 'report', bytes: Buffer.from('{}') }])
    const path = `/api/v1/artifacts/${file?.id}`
    expect((await send('GET', path, undefined, 'user')).statusCode).toBe(200)
    expect((await send('GET', path, undefined, 'admin')).statusCode).toBe(404)
  })

  it.each(['0', '-1', '1e3', 'x', '99999999999999999999', '999999'])('%s is no file', async (id) => {
    expect((await send('GET', `/api/v1/artifacts/${id}`, undefined, 'viewer')).statusCode).toBe(404)
  })

  it('is listed with its look', async () => {
    const id = await kept('har')
    const { items } = (await send('GET', `/api/v1/monitors/${monitorId}/runs`, undefined, 'viewer')).json()
    expect(items[0]).toMatchObject({ state: 'down', artifacts: [{ id, type: 'har', mime: 'application/json' }] })
    expect((await send('GET', '/api/v1/monitors/9999/runs', undefined, 'viewer')).statusCode).toBe(404)
  })

  it('goes out of sight with its project', async () => {
    const path = `/api/v1/artifacts/${await kept('screenshot')}`
    await send('DELETE', `/api/v1/projects/${projectId}`, undefined, 'admin')
    expect((await send('GET', path, undefined, 'admin')).statusCode).toBe(404)
    await send('POST', `/api/v1/projects/${projectId}/restore`, undefined, 'admin')
    expect((await send('GET', path, undefined, 'admin')).statusCode).toBe(200)
  })
})

describe('the picture of a project where there is no browser', () => {
  it('is not there, and whoever asks for one is told what to set up', async () => {
    const taken = await send('POST', `/api/v1/projects/${projectId}/screenshot`, {}, 'user')
    expect(taken.statusCode).toBe(503)
    expect(taken.json().error.message).toContain('BONGSU_CHROMIUM')
    expect(
      (await send('GET', `/api/v1/projects/${projectId}/screenshot?force=true`, undefined, 'user')).statusCode,
    ).toBe(503)
    expect((await send('GET', `/api/v1/projects/${projectId}/thumbnail`, undefined, 'viewer')).statusCode).toBe(404)
    expect(
      (await send('GET', `/api/v1/projects/${projectId}/screenshot?force=true`, undefined, 'viewer')).statusCode,
    ).toBe(403)
    expect((await send('GET', `/api/v1/projects/${projectId}/screenshot`, undefined, 'viewer')).statusCode).toBe(404)
    expect((await send('GET', `/api/v1/projects/${projectId}/screenshot`)).statusCode).toBe(401)
  })
})
