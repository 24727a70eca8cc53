import { useSyncExternalStore } from 'react'

/**
 * Whether the server can be reached, as seen by the calls themselves: `navigator.onLine` knows nothing about a server
 * that is down behind a working network. While it cannot be reached, it is asked every few seconds, and those who hold
 * stale data are told once it answers again.
 */
export type Connection = { readonly reachable: true } | { readonly reachable: false; readonly since: number }

const probeEveryMs = 5000
let connection: Connection = { reachable: true }
let probe: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

export const currentConnection = (): Connection => connection

export function noteReachable(): void {
  if (connection.reachable) return
  connection = { reachable: true }
  clearInterval(probe)
  probe = undefined
  tell()
}

export function noteUnreachable(): void {
  if (!connection.reachable) return
  connection = { reachable: false, since: Date.now() }
  probe = setInterval(ask, probeEveryMs)
  tell()
}

async function ask(): Promise<void> {
  try {
    const response = await fetch('/healthz', { cache: 'no-store' })
    if (response.ok) noteReachable()
  } catch {
    // Still unreachable: the next round asks again.
  }
}

function tell(): void {
  for (const listener of listeners) listener()
}

export function onConnectionChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The browser knows at once when the network is gone or back; the probe need not wait for its turn. */
export function watchNetwork(): () => void {
  const back = () => void ask()
  window.addEventListener('offline', noteUnreachable)
  window.addEventListener('online', back)
  return () => {
    window.removeEventListener('offline', noteUnreachable)
    window.removeEventListener('online', back)
    clearInterval(probe)
  }
}

export const useConnection = (): Connection => useSyncExternalStore(onConnectionChange, currentConnection)
