import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { JSONRPCMessage } from '@modelcontextprotocol/server'
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio'
import { errorMessage } from '#kernel/errors.ts'
import type { Config } from '../config.ts'

/**
 * `bongsu mcp`: the MCP on standard input and output, for clients that start a program instead of opening an address.
 * Every message is passed on to BONGSU_URL with BONGSU_TOKEN, and every answer back, as it is. Nothing but messages is
 * ever written to standard output.
 */
export async function mcp({ remote }: Config): Promise<number> {
  if (remote.token === null) {
    console.error('BONGSU_TOKEN이 필요합니다.\nBONGSU_TOKEN is needed: the token that this client may use.')
    return 2
  }
  const here = new StdioServerTransport()
  const there = new StreamableHTTPClientTransport(new URL('/mcp', remote.url), {
    requestInit: { headers: { authorization: `Bearer ${remote.token}` } },
  })
  const ended = new Promise<void>((resolve) => {
    here.onclose = resolve
    process.stdin.once('end', resolve)
    process.stdin.once('close', resolve)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  const opening = new Set<unknown>()

  here.onmessage = (message) => {
    if ('method' in message && message.method === 'initialize' && 'id' in message) opening.add(message.id)
    there.send(message).catch((error) => refuse(message, error))
  }
  there.onmessage = (message) => {
    if ('id' in message && opening.delete(message.id)) followRevision(message)
    here.send(message).catch((error) => complain(error))
  }
  // What a message came to is told where it was sent.
  there.onerror = () => undefined
  here.onerror = complain

  await there.start()
  await here.start()
  await ended
  await there.terminateSession().catch(() => undefined)
  await there.close()
  await here.close()
  return 0

  /** From the handshake on, older revisions name theirs in a header of every request. */
  function followRevision(message: JSONRPCMessage): void {
    const version = 'result' in message ? message.result.protocolVersion : undefined
    if (typeof version === 'string') there.setProtocolVersion(version)
  }

  /** A request that did not get through has an answer too, or its client waits for ever. */
  function refuse(message: JSONRPCMessage, error: unknown): void {
    complain(error)
    if (!('method' in message) || !('id' in message) || message.id === undefined) return
    const told = `${remote.url} did not take the request: ${errorMessage(error)}`
    here.send({ jsonrpc: '2.0', id: message.id, error: { code: -32603, message: told } }).catch(complain)
  }
}

const complain = (error: unknown): void => console.error(errorMessage(error))
