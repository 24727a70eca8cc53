import { afterEach, expect, it, vi } from 'vitest'
import { ApiError } from './api-error.ts'
import { fillPath, onUnauthenticated, queryString, type Route, send } from './client.ts'
import { currentConnection, noteReachable } from './connection.ts'

const requests: { url: string; init: RequestInit }[] = []

function serverAnswers(answer: () => Response | Promise<Response>): void {
  requests.length = 0
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    requests.push({ url, init })
    return answer()
  })
}

const json = (status: number, body: unknown, headers = {}) => new Response(JSON.stringify(body), { status, headers })
const post: Route = ['POST', '/api/v1/incidents/{id}/notes', 'incidents.write']
const get: Route = ['GET', '/api/v1/incidents', 'projects.read']

afterEach(() => {
  onUnauthenticated(() => undefined)
  noteReachable()
})

it('puts placeholders into the path and the rest into a JSON body', async () => {
  serverAnswers(() => json(200, { ok: true }))
  expect(await send(post, { id: 7, text: '확인 중', parent: null })).toEqual({ ok: true })
  expect(requests[0]?.url).toBe('/api/v1/incidents/7/notes')
  expect(requests[0]?.init.body).toBe('{"text":"확인 중","parent":null}')
})

it('puts the rest of a read into the query, lists repeated and nothing empty', async () => {
  serverAnswers(() => json(200, {}))
  await send(get, { state: 'open', tag: ['a', 'b c'], q: '', page: 2, project_id: undefined })
  expect(requests[0]?.url).toBe('/api/v1/incidents?state=open&tag=a&tag=b+c&page=2')
  expect(requests[0]?.init.body).toBeUndefined()
})

it('escapes what goes into the path, and refuses to send without it', () => {
  expect(fillPath('/api/v1/settings/{name}', { name: 'a/../b' }).path).toBe('/api/v1/settings/a%2F..%2Fb')
  expect(() => fillPath('/api/v1/settings/{name}', {})).toThrow('"name" is needed')
})

it('leaves an empty query out altogether', () => {
  expect(queryString({ q: '', tags: [] })).toBe('')
})

it('answers nothing for 204', async () => {
  serverAnswers(() => new Response(null, { status: 204 }))
  expect(await send(['DELETE', '/api/v1/x/{id}', ''], { id: 1 })).toBeUndefined()
})

it('turns a refusal into an error with code, fields and the seconds to wait', async () => {
  const body = {
    error: {
      code: 'rate_limited',
      message: '요청이 너무 많습니다.',
      details: { fields: [{ path: 'options.headers[0].name', message: '필수' }] },
    },
  }
  serverAnswers(() => json(429, body, { 'retry-after': '12' }))
  const error = (await send(get, {}).catch((caught: unknown) => caught)) as ApiError
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ code: 'rate_limited', status: 429, retryAfter: 12, message: '요청이 너무 많습니다.' })
  expect(error.fields).toEqual({ 'options.headers[0].name': '필수' })
})

it("gives a proxy's own page a code of ours instead of its HTML", async () => {
  serverAnswers(() => new Response('<html>Bad gateway</html>', { status: 502 }))
  await expect(send(get, {})).rejects.toMatchObject({ code: 'unavailable', status: 502 })
  expect(currentConnection().reachable).toBe(false)
})

it('tells the app when the session has ended', async () => {
  const ended = vi.fn()
  onUnauthenticated(ended)
  serverAnswers(() => json(401, { error: { code: 'unauthenticated', message: '로그인이 필요합니다.' } }))
  await expect(send(get, {})).rejects.toMatchObject({ code: 'unauthenticated' })
  expect(ended).toHaveBeenCalledOnce()
})

it('notes that the server cannot be reached, and that it can again', async () => {
  serverAnswers(() => Promise.reject(new TypeError('fetch failed')))
  await expect(send(get, {})).rejects.toMatchObject({ code: 'offline' })
  expect(currentConnection().reachable).toBe(false)
  serverAnswers(() => json(200, {}))
  await send(get, {})
  expect(currentConnection().reachable).toBe(true)
})

it('hands a cancelled call back as cancelled, not as offline', async () => {
  const controller = new AbortController()
  controller.abort()
  serverAnswers(() => Promise.reject(new DOMException('aborted', 'AbortError')))
  await expect(send(get, {}, { signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' })
  expect(currentConnection().reachable).toBe(true)
})

const events = (text: string) => new Response(text, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } })
const progress = 'event: progress\ndata: {"at_ms":3,"phase":"dns","label":"이름 조회","is_part":false}\n\n'

it('hears of progress where somebody wants to, and answers with the result', async () => {
  const told: string[] = []
  const onProgress = ({ label }: { label: string }) => void told.push(label)
  serverAnswers(() => events(`${progress}:\n\nevent: result\ndata: {"ok":true}\n\n`))
  expect(await send(post, { id: 7 }, { onProgress })).toEqual({ ok: true })
  expect(told).toEqual(['이름 조회'])
  expect(requests[0]?.init.headers).toMatchObject({ accept: 'text/event-stream, application/json' })
})

it('takes an answer in one piece as well, from a server that tells no progress', async () => {
  serverAnswers(() => json(200, { ok: true }))
  expect(await send(post, { id: 7 }, { onProgress: () => undefined })).toEqual({ ok: true })
})

it('refuses with the error a stream ends with, and says so when it breaks off', async () => {
  const error = 'event: error\ndata: {"error":{"code":"unavailable","message":"나중에"}}\n\n'
  serverAnswers(() => events(progress + error))
  await expect(send(post, { id: 7 }, { onProgress: () => undefined })).rejects.toMatchObject({
    code: 'unavailable',
    message: '나중에',
  })
  serverAnswers(() => events(progress))
  await expect(send(post, { id: 7 }, { onProgress: () => undefined })).rejects.toMatchObject({ code: 'offline' })
})
