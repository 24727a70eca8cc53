import http from 'node:http'
import type { AddressInfo } from 'node:net'

export interface McpRogue {
  readonly url: string
  /** Connections that ended before the answer was complete, by the name of the tool. */
  readonly leftBy: string[]
  close(): Promise<void>
}

type Misbehave = (response: http.ServerResponse, id: number) => void

const json = (response: http.ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}
const stream = (response: http.ServerResponse): http.ServerResponse =>
  response.writeHead(200, { 'content-type': 'text/event-stream' })

/** Everything a server may say beyond what is known today. */
export const oddResult = {
  resultType: 'complete',
  content: [
    { type: 'text', text: 'odd', 'x-block': [1, { two: null }], _meta: { a: 1 } },
    { type: 'x-hologram', data: 7 },
  ],
  structuredContent: { list: [1, 2], nested: { deep: true } },
  isError: false,
  _meta: { 'example.com/thing': { kept: ['yes'] } },
  'x-top': 'kept',
}

/** How a server of somebody else goes wrong in the middle of a call. */
const misbehaviours: Readonly<Record<string, Misbehave>> = {
  odd: (response, id) => json(response, { jsonrpc: '2.0', id, result: oddResult }),
  dies: (response) => response.destroy(),
  dies_in_stream(response) {
    stream(response).write(
      'event: message\ndata: {"jsonrpc":"2.0","method":"notifications/progress","params":{}}\n\n',
      () => response.destroy(),
    )
  },
  ends_without_answer: (response) => void stream(response).end(': nothing\n\n'),
  hangs: () => undefined,
  hangs_in_stream: (response) => void stream(response).write(': alive\n\n'),
  floods(response) {
    stream(response)
    const line = `data: ${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/x', params: { x: 'y'.repeat(60_000) } })}\n\n`
    const more = () => {
      while (!response.destroyed && response.write(line));
    }
    response.on('drain', more)
    more()
  },
  endless_line(response) {
    stream(response).write('data: ')
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(60_000)));
    }
    response.on('drain', more)
    more()
  },
  huge: (response, id) =>
    json(response, { jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: 'x'.repeat(5_000_000) }] } }),
  deep(response, id) {
    const depth = 20_000
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(`{"jsonrpc":"2.0","id":${id},"result":{"content":[],"x":${'['.repeat(depth)}${']'.repeat(depth)}}}`)
  },
  other_id: (response) => json(response, { jsonrpc: '2.0', id: 999, result: { content: [] } }),
  other_id_in_stream: (response) =>
    void stream(response).end('data: {"jsonrpc":"2.0","id":999,"result":{"content":[]}}\n\n'),
  invalid_json: (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"jsonrpc":'),
  no_rpc: (response) => json(response, { hello: 'there' }),
  no_result: (response, id) => json(response, { jsonrpc: '2.0', id, result: 'fine' }),
  page: (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>'),
  out_of_order: (response) => void response.writeHead(503).end('later'),
  redirects: (response) => void response.writeHead(307, { location: 'http://169.254.169.254/mcp' }).end(),
  refuses_at_length: (response, id) =>
    json(response, { jsonrpc: '2.0', id, error: { code: -31_000, message: 'no', data: { x: 'x'.repeat(1_000_000) } } }),
  sign_in: (response) => json(response, { error: 'who are you' }, 401),
}

export const rogueTools = Object.keys(misbehaviours)

/** A server of revision 2026-07-28, written by hand, that greets properly and then does as the tool's name says. */
export async function startMcpRogue(): Promise<McpRogue> {
  const leftBy: string[] = []
  const server = http.createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { id, method, params } = body === '' ? { id: 0, method: '', params: {} } : JSON.parse(body)
    if (method === 'server/discover')
      json(response, {
        jsonrpc: '2.0',
        id,
        result: { resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities: { tools: {} } },
      })
    else if (method === 'tools/list') {
      const tools = rogueTools.map((name) => ({ name, description: name, inputSchema: { type: 'object' } }))
      json(response, { jsonrpc: '2.0', id, result: { resultType: 'complete', tools } })
    } else if (method === 'tools/call') {
      response.once('close', () => {
        if (!response.writableFinished) leftBy.push(params.name)
      })
      misbehaviours[params.name]?.(response, id)
    } else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    leftBy,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
