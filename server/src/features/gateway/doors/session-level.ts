import type { Json, McpExchange, UpstreamSession } from '#platform/mcp/index.ts'

const levels = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency']
/** In the newer era each request says it; a link tells a server of the older one when it is another than before. */
const levelKey = 'io.modelcontextprotocol/logLevel'

/** Gone with the session. */
const chosen = new WeakMap<UpstreamSession, string>()

/** Whether it is a level; null where it is none. */
export const logLevel = (level: unknown): string | null =>
  typeof level === 'string' && levels.includes(level) ? level : null

/**
 * What level a session of the older era wants to hear. Kept here, and said with each request: the servers behind are many,
 * and most of them are never called in this session.
 */
export function chooseLevel({ session }: McpExchange, level: string): void {
  if (session) chosen.set(session, level)
}

export function atChosenLevel(exchange: McpExchange): McpExchange {
  const level = exchange.session && chosen.get(exchange.session)
  if (level === undefined || exchange.meta?.[levelKey] !== undefined) return exchange
  const meta: Json = { ...exchange.meta, [levelKey]: level }
  return { ...exchange, meta }
}
