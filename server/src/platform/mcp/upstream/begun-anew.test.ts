import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '#kernel/clock.ts'
import { byHand, discovered, initialized, type Script, startScriptedMcp } from '#test/targets/mcp-scripted.ts'
import { createOutbound } from '../../outbound/index.ts'
import { openUpstream } from './open-upstream.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function linkTo(script: Script, onGet?: (response: ServerResponse) => void) {
  const changed: string[] = []
  const server = await startScriptedMcp(script, onGet)
  const link = openUpstream({
    address: { kind: 'http', url: server.url, headers: {} },
    outbound: createOutbound({ allowed: () => ['127.0.0.0/8'], forbidden: () => [] }),
    clock: systemClock,
    version: '1',
    onChanged: (list) => void changed.push(list),
  })
  open.push(server, link)
  const session = { id: 'caller', ended: new AbortController().signal, notify: () => undefined }
  const call = () =>
    link.request('tools/call', { name: 'x', arguments: {} }, { signal: AbortSignal.timeout(10_000), session })
  return { link, server, changed, call }
}

/** One of the older era with sessions, and what it does on its common stream. */
function legacyServer() {
  let session = randomUUID()
  const streams: ServerResponse[] = []
  const script: Script = ({ id, method, headers, response }) => {
    if (method === 'server/discover') return { error: { code: -32_601, message: 'Method not found' } }
    if (method === 'initialize') {
      response
        .writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': session })
        .end(JSON.stringify({ jsonrpc: '2.0', id, result: initialized() }))
      return byHand
    }
    if (headers['mcp-session-id'] !== session) return undefined
    return method === 'tools/list' ? { tools: [] } : { content: [] }
  }
  return {
    script,
    streams,
    /** Forgets every session and closes what is open, as a restart does. */
    beginAnew() {
      session = randomUUID()
      for (const stream of streams.splice(0)) stream.destroy()
    },
  }
}

describe('a server that has begun anew', () => {
  it('is asked for its lists once a caller finds out that it has forgotten their session', async () => {
    const { script, beginAnew } = legacyServer()
    const { changed, call } = await linkTo(script)
    await call()
    expect(changed).toEqual([])
    beginAnew()
    await expect(call()).rejects.toMatchObject({ neverSent: true })
    expect(changed).toEqual(['tools'])
    await call()
    expect(changed).toEqual(['tools'])
  })

  it('is noticed by the stream that it closed, before anybody calls', async () => {
    const { script, streams, beginAnew } = legacyServer()
    let isBack = false
    const { link, changed } = await linkTo(script, (response) => {
      if (isBack) return void response.writeHead(404).end()
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': here\n\n')
      streams.push(response)
    })
    await link.offer(AbortSignal.timeout(10_000))
    await expect.poll(() => streams.length).toBe(1)
    isBack = true
    beginAnew()
    await expect.poll(() => changed, { timeout: 8000 }).toEqual(['tools'])
    expect(await link.offer(AbortSignal.timeout(10_000))).toMatchObject({ era: 'legacy' })
  })

  it('and speaks the newer era is asked when its subscription is open again', async () => {
    const streams: ServerResponse[] = []
    const { link, changed } = await linkTo(({ id, method, params, response }) => {
      if (method === 'server/discover') return discovered({ tools: { listChanged: true } })
      if (method === 'tools/list') return { tools: [] }
      if (method !== 'subscriptions/listen') return undefined
      const acknowledged = {
        jsonrpc: '2.0',
        method: 'notifications/subscriptions/acknowledged',
        params: { ...params, _meta: { 'io.modelcontextprotocol/subscriptionId': id } },
      }
      response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .write(`data: ${JSON.stringify(acknowledged)}\n\n`)
      streams.push(response)
      return byHand
    })
    await link.offer(AbortSignal.timeout(10_000))
    await expect.poll(() => streams.length).toBe(1)
    expect(changed).toEqual([])
    streams[0]?.destroy()
    await expect.poll(() => changed, { timeout: 8000 }).toEqual(['tools'])
    expect(streams).toHaveLength(2)
  })
})

describe('what a caller can do', () => {
  it('is told to the server without tasks, which nobody could ask after', async () => {
    const told: unknown[] = []
    const { link } = await linkTo(({ method, params }) => {
      if (method === 'server/discover') return discovered()
      told.push((params._meta as Record<string, unknown>)['io.modelcontextprotocol/clientCapabilities'])
      return { content: [] }
    })
    const peer = {
      capabilities: {
        elicitation: {},
        tasks: { requests: {} },
        extensions: { 'io.modelcontextprotocol/tasks': {}, 'io.modelcontextprotocol/ui': {} },
      },
      notify: async () => undefined,
      request: () => Promise.reject(new Error('not asked')),
    }
    await link.request('tools/call', { name: 'x' }, { signal: AbortSignal.timeout(10_000), peer })
    expect(told).toEqual([{ elicitation: {}, extensions: { 'io.modelcontextprotocol/ui': {} } }])
  })
})
