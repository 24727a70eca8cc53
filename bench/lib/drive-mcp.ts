/**
 * Calls `add` over Streamable HTTP for as long as it is told, on kept connections, as a client of either era does after
 * its handshake. Forked by the bench: `{ ms }` in, `{ calls, errors, p99Ms }` out.
 * `drive-mcp.ts <address> <token> <era> <connections>`
 */
import { Agent, request } from 'node:http'

const [address = '', token = '', era = 'modern', connections = '16'] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) })
const versions = { modern: '2026-07-28', legacy: '2025-11-25' }
const version = era === 'legacy' ? versions.legacy : versions.modern
const shared: Record<string, string> = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  authorization: `Bearer ${token}`,
  'mcp-protocol-version': version,
}

interface Answer {
  readonly status: number
  readonly session: string | undefined
  readonly body: string
}

function post(message: object, headers: Record<string, string>): Promise<Answer> {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message })
  return new Promise((resolve, reject) => {
    const asked = request(
      address,
      { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        answer.on('end', () => {
          const session = answer.headers['mcp-session-id']
          resolve({ status: answer.statusCode ?? 0, session: session as string | undefined, body: text })
        })
        answer.on('error', reject)
      },
    )
    asked.on('error', reject)
    asked.end(body)
  })
}

async function shakeHands(): Promise<Record<string, string>> {
  if (era === 'modern') return { ...shared, 'mcp-method': 'tools/call', 'mcp-name': 'add' }
  const { 'mcp-protocol-version': _unknownYet, ...first } = shared
  const params = { protocolVersion: version, capabilities: {}, clientInfo: { name: 'bench', version: '1' } }
  const { session } = await post({ id: 0, method: 'initialize', params }, first)
  if (session === undefined) throw new Error('there is no session after initialize')
  const headers = { ...shared, 'mcp-session-id': session }
  await post({ method: 'notifications/initialized' }, headers)
  return headers
}

const client = 'io.modelcontextprotocol'
const meta = {
  [`${client}/protocolVersion`]: version,
  [`${client}/clientCapabilities`]: {},
  [`${client}/clientInfo`]: { name: 'bench', version: '1' },
}
const headers = await shakeHands()
let id = 0

async function call(): Promise<boolean> {
  id += 1
  const params = { name: 'add', arguments: { a: id, b: 1 }, ...(era === 'modern' ? { _meta: meta } : {}) }
  const answer = await post({ id, method: 'tools/call', params }, headers).catch(() => null)
  return answer?.status === 200 && answer.body.includes('"text":"') && !answer.body.includes('"isError":true')
}

process.on('message', async ({ ms }: { ms: number }) => {
  const until = performance.now() + ms
  const delays: number[] = []
  let errors = 0
  const caller = async () => {
    while (performance.now() < until) {
      const from = performance.now()
      if (!(await call())) errors += 1
      delays.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: Number(connections) }, caller))
  delays.sort((a, b) => a - b)
  process.send?.({ calls: delays.length, errors, p99Ms: delays[Math.floor(delays.length * 0.99)] ?? 0 })
})
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
