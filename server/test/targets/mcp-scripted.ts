import http from 'node:http'
import type { AddressInfo } from 'node:net'

type Json = Record<string, unknown>

export interface Asked {
  readonly id: unknown
  readonly method: string
  readonly params: Json
  readonly headers: http.IncomingHttpHeaders
  /** To answer in any way at all; whoever uses it returns `byHand`. */
  readonly response: http.ServerResponse
}

export const byHand = Symbol('answered by hand')

/** A result, an error of JSON-RPC (`{ error }`), or nothing: 404. */
export type Script = (asked: Asked) => Json | typeof byHand | undefined

export interface ScriptedMcp {
  readonly url: string
  /** The methods that were asked for, in order. */
  readonly asked: string[]
  close(): Promise<void>
}

export const discovered = (capabilities: Json = { tools: {} }): Json => ({
  supportedVersions: ['2026-07-28'],
  capabilities,
})
export const initialized = (capabilities: Json = { tools: {} }): Json => ({
  protocolVersion: '2025-11-25',
  capabilities,
  serverInfo: { name: 'scripted', version: '1' },
})

/** A server of the MCP that says what a test wants it to, right or wrong. */
export async function startScriptedMcp(
  script: Script,
  onGet?: (response: http.ServerResponse) => void,
): Promise<ScriptedMcp> {
  const asked: string[] = []
  const server = http.createServer(async (request, response) => {
    if (request.method === 'GET') {
      asked.push('GET')
      if (onGet) onGet(response)
      else response.writeHead(405).end()
      return
    }
    let body = ''
    for await (const chunk of request) body += chunk
    const { id, method = request.method, params = {} } = body === '' ? {} : JSON.parse(body)
    asked.push(method)
    if (id === undefined) return void response.writeHead(202).end()
    const said = script({ id, method, params, headers: request.headers, response })
    if (said === byHand) return
    if (said === undefined) return void response.writeHead(404).end()
    const message = 'error' in said ? { error: said.error } : { result: { resultType: 'complete', ...said } }
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ jsonrpc: '2.0', id, ...message }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
