import type { Server } from '@modelcontextprotocol/server'
import type { Json } from './json.ts'
import { throttled } from './throttle.ts'
import type { UpstreamSession } from './upstream/contract.ts'

/** A session at one of our doors: what servers behind hear from it, and it from them, until it ends. */
export interface CallerSession extends UpstreamSession {
  /** The caller says something to everybody it talks with. */
  said(method: string): void
  end(): void
}

/** All that a caller tells of its own accord and that servers behind wait for. */
const relayed: ReadonlySet<string> = new Set(['notifications/roots/list_changed'])
/** Each goes to every server that was used in the session. */
const mostSaid = 10

/** `server`: asked only once the session is open. */
export function callerSession(id: string, server: () => Server): CallerSession {
  const ending = new AbortController()
  const listeners = new Set<(method: string) => void>()
  return {
    id,
    ended: ending.signal,
    // A server behind that never stops must not fill our memory.
    notify: throttled((method: string, params: Json) => {
      server()
        .notification({ method, params } as never)
        .catch(() => undefined)
    }),
    hear(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    said: throttled((method: string) => {
      if (relayed.has(method)) for (const listener of [...listeners]) listener(method)
    }, mostSaid),
    end() {
      ending.abort()
      listeners.clear()
    },
  }
}
