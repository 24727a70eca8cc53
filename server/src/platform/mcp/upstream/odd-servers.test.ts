import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '#kernel/clock.ts'
import { createOutbound } from '../../outbound/index.ts'
import type { Json } from '../json.ts'
import { openUpstream } from './open-upstream.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

type Answer = (method: string, params: Json) => Json | undefined

/** A server that answers as it is told, leaves with 404 what it is not told, and shows a page to whoever comes with GET. */
async function serverThat(answer: Answer) {
  let pages = 0
  const server = http.createServer(async (request, response) => {
    if (request.method === 'GET') {
      pages += 1
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>')
      return
    }
    let body = ''
    for await (const chunk of request) body += chunk
    const { id, method, params } = JSON.parse(body)
    const result = answer(method, params)
    if (!result) response.writeHead(404).end()
    else
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id, result: { resultType: 'complete', ...result } }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
  const link = openUpstream({
    address: { kind: 'http', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, headers: {} },
    outbound: createOutbound({ allowed: () => ['127.0.0.0/8'], forbidden: () => [] }),
    clock: systemClock,
    version: '1',
    onChanged: () => undefined,
  })
  open.push(link)
  return { link, pages: () => pages }
}

describe('a server whose lists have no end', () => {
  it('is left when they are more than is kept', async () => {
    let asked = 0
    const { link } = await serverThat((method) => {
      if (method === 'server/discover') return { supportedVersions: ['2026-07-28'], capabilities: { resources: {} } }
      asked += 1
      const resources = [{ uri: `test://${asked}`, name: 'x', description: 'x'.repeat(1_000_000) }]
      return { resources, nextCursor: String(asked) }
    })
    await expect(link.offer(AbortSignal.timeout(20_000))).rejects.toThrow('more than is taken')
    expect(asked).toBeLessThan(12)
  })
})

describe('a server of the older era that shows a page where its stream would be', () => {
  it('is not asked for the stream again and again', async () => {
    const { link, pages } = await serverThat((method) => {
      if (method === 'server/discover') return undefined
      if (method === 'initialize') return { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: {} }
      return { content: [] }
    })
    await link.request('tools/call', { name: 'x', arguments: {} }, { signal: AbortSignal.timeout(10_000) })
    await expect.poll(pages).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(pages()).toBe(1)
  })
})
