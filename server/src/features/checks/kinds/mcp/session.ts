import type { Client } from '@modelcontextprotocol/client'
import type { LookContext } from '../contract.ts'
import type { Definition } from './definitions.ts'
import type { Traffic } from './fetch-through.ts'

export interface Asked {
  readonly url: string
  readonly era: 'auto' | 'modern' | 'legacy'
  readonly call?: { readonly tool: string; readonly arguments: Readonly<Record<string, unknown>> } | undefined
}

/** What a server said of itself and did. Durations in ms. */
export interface Session {
  readonly era: string
  readonly version: string
  readonly server: { readonly name: string; readonly version: string } | null
  readonly instructions: string | undefined
  readonly tools: readonly Definition[]
  readonly called: { readonly isError: boolean; readonly text: string } | null
  readonly steps: readonly { readonly name: string; readonly at_ms: number; readonly duration_ms: number }[]
}

/** The newest revision that speaks without sessions. */
const modernVersion = '2026-07-28'
const longestText = 65_536
/** Schemas come from the server and may hold patterns that run for ever: we look at answers ourselves. */
const trusting = { getValidator: () => (data: unknown) => ({ valid: true as const, data, errorMessage: undefined }) }

/**
 * Opens a session the way the era wants it (initialize, or discover), lists the tools, calls one if asked to, and closes.
 * The library is loaded at the first look: most installations never watch such a server.
 */
export async function openSession(asked: Asked, traffic: Traffic, context: LookContext): Promise<Session> {
  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client')
  const client = new Client(
    { name: 'bongsu', version: '1' },
    {
      versionNegotiation: { mode: asked.era === 'modern' ? { pin: modernVersion } : asked.era },
      // Safe because the library only asks the validator whether data is valid.
      jsonSchemaValidator: trusting as never,
      listMaxPages: 20,
    },
  )
  const transport = new StreamableHTTPClientTransport(new URL(asked.url), { fetch: traffic.fetch as typeof fetch })
  const steps: Session['steps'][number][] = []
  const openedAt = context.clock.monotonic()
  const since = (moment: number): number => Math.round((context.clock.monotonic() - moment) * 10) / 10
  // A little later than the way out, which knows what it was waiting for.
  const options = { timeout: context.timeoutMs + 300, signal: context.signal }
  const timed = async <Value>(name: string, work: () => Promise<Value>): Promise<Value> => {
    const began = context.clock.monotonic()
    const at_ms = since(openedAt)
    context.tell?.({ phase: name === 'connect' ? 'initialize' : name })
    const value = await work()
    steps.push({ name, at_ms, duration_ms: since(began) })
    return value
  }
  try {
    await timed('connect', () => client.connect(transport, options))
    const { tools } = await timed('tools/list', () => client.listTools(undefined, options))
    const { call } = asked
    const called = call
      ? await timed('tools/call', () => client.callTool({ name: call.tool, arguments: call.arguments }, options))
      : null
    return {
      ...introduced(client),
      // Safe because a tool has a name, and its other parts are only compared and shown.
      tools: tools as unknown as Definition[],
      called: called && { isError: called.isError === true, text: textOf(called) },
      steps,
    }
  } finally {
    await transport.terminateSession().catch(() => undefined)
    await client.close().catch(() => undefined)
  }
}

function introduced(client: Client) {
  const server = client.getServerVersion()
  return {
    era: client.getProtocolEra() ?? '',
    version: client.getNegotiatedProtocolVersion() ?? '',
    server: server ? { name: server.name.slice(0, 200), version: server.version.slice(0, 100) } : null,
    instructions: client.getInstructions(),
  }
}

/** Text of every part, and what is structured as JSON: where somebody may expect words. */
function textOf(called: { readonly content?: readonly unknown[]; readonly structuredContent?: unknown }): string {
  const parts = (called.content ?? []).map((part) => {
    const { type, text } = part as { readonly type?: string; readonly text?: string }
    return type === 'text' ? (text ?? '') : JSON.stringify(part)
  })
  if (called.structuredContent !== undefined) parts.push(JSON.stringify(called.structuredContent))
  return parts.join('\n').slice(0, longestText)
}
