import type { LiveTopic } from '@bongsu/contract/live.ts'
import { useEffect, useRef, useSyncExternalStore } from 'react'

/** One message of the WebSocket: `status` and `alert` of a project, news of a topic, and whatever later rooms add. */
export interface LiveMessage {
  readonly type: string
  readonly project_id?: number
  readonly topic?: LiveTopic
  /** Of a `dashboard` message: what changed its state. */
  readonly project_ids?: readonly number[]
  /** Of an `incident` message. */
  readonly incident_id?: number
  readonly timestamp?: string
  readonly data?: unknown
}

export type LiveState = 'idle' | 'connecting' | 'connected' | 'reconnecting'

export interface LiveParts {
  open(url: string): WebSocket
  /** 0…1, for the jitter. */
  random(): number
}

const firstWaitMs = 1000
const longestWaitMs = 30_000
const pingEveryMs = 25_000
/** No answer for this long after a ping means a connection that only looks alive (sleep, lost Wi-Fi). */
const silenceMs = 40_000
/** How the server closes a stream whose session, token or role is not what it was. */
const notKnownCode = 4401

/**
 * The live connection: subscribes to projects, comes back by itself with growing, jittered waits (a restarted server must
 * not be stormed by all consoles at once), and says again what it was subscribed to. News is a hint to look, never the
 * record: after a gap `onGap` listeners ask the API for what they missed.
 */
export class LiveClient {
  #parts: LiveParts
  #socket: WebSocket | undefined
  #url: string | undefined
  #state: LiveState = 'idle'
  #attempt = 0
  #wasConnected = false
  #lastHeard = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #pulse: ReturnType<typeof setInterval> | undefined
  #projects = new Map<number, number>()
  #topics = new Map<LiveTopic, number>()
  #handlers = new Set<(message: LiveMessage) => void>()
  #stateListeners = new Set<() => void>()
  #gapListeners = new Set<() => void>()
  #doubtListeners = new Set<() => void>()

  constructor(parts: LiveParts = { open: (url) => new WebSocket(url), random: Math.random }) {
    this.#parts = parts
  }

  get state(): LiveState {
    return this.#state
  }

  start(url: string): void {
    if (this.#url === url) return
    this.stop()
    this.#url = url
    this.#connect()
  }

  stop(): void {
    clearTimeout(this.#retry)
    clearInterval(this.#pulse)
    this.#url = undefined
    this.#attempt = 0
    this.#wasConnected = false
    const socket = this.#socket
    this.#socket = undefined
    socket?.close()
    this.#become('idle')
  }

  /** Several places may watch one project; it is left when the last of them has gone. */
  watch(projectId: number): () => void {
    const watchers = this.#projects.get(projectId) ?? 0
    this.#projects.set(projectId, watchers + 1)
    if (watchers === 0) this.#say({ type: 'subscribe', project_id: projectId })
    return () => {
      const left = (this.#projects.get(projectId) ?? 1) - 1
      if (left > 0) return void this.#projects.set(projectId, left)
      this.#projects.delete(projectId)
      this.#say({ type: 'unsubscribe', project_id: projectId })
    }
  }

  /** The same for news that is not about one project. */
  watchTopic(topic: LiveTopic): () => void {
    const watchers = this.#topics.get(topic) ?? 0
    this.#topics.set(topic, watchers + 1)
    if (watchers === 0) this.#say({ type: 'subscribe', topic })
    return () => {
      const left = (this.#topics.get(topic) ?? 1) - 1
      if (left > 0) return void this.#topics.set(topic, left)
      this.#topics.delete(topic)
      this.#say({ type: 'unsubscribe', topic })
    }
  }

  onMessage(handler: (message: LiveMessage) => void): () => void {
    this.#handlers.add(handler)
    return () => this.#handlers.delete(handler)
  }

  onState(listener: () => void): () => void {
    this.#stateListeners.add(listener)
    return () => this.#stateListeners.delete(listener)
  }

  /** Called when the connection is back after a gap. */
  onGap(listener: () => void): () => void {
    this.#gapListeners.add(listener)
    return () => this.#gapListeners.delete(listener)
  }

  /**
   * Called when the server may no longer know who we are: it said so, or did not let us in at all. The API tells which;
   * a socket that was refused does not.
   */
  onDoubt(listener: () => void): () => void {
    this.#doubtListeners.add(listener)
    return () => this.#doubtListeners.delete(listener)
  }

  #connect(): void {
    if (!this.#url) return
    this.#become(this.#wasConnected ? 'reconnecting' : 'connecting')
    const socket = this.#parts.open(this.#url)
    this.#socket = socket
    socket.onopen = () => this.#opened()
    socket.onmessage = (event) => this.#heard(event.data)
    socket.onclose = (event) => this.#closed(socket, event?.code)
    socket.onerror = () => socket.close()
  }

  #opened(): void {
    const gap = this.#wasConnected
    this.#attempt = 0
    this.#wasConnected = true
    this.#lastHeard = Date.now()
    this.#become('connected')
    for (const projectId of this.#projects.keys()) this.#say({ type: 'subscribe', project_id: projectId })
    for (const topic of this.#topics.keys()) this.#say({ type: 'subscribe', topic })
    clearInterval(this.#pulse)
    this.#pulse = setInterval(() => this.#beat(), pingEveryMs)
    if (gap) for (const listener of this.#gapListeners) listener()
  }

  #beat(): void {
    if (Date.now() - this.#lastHeard > silenceMs) this.#socket?.close()
    else this.#say({ type: 'ping' })
  }

  #heard(raw: unknown): void {
    this.#lastHeard = Date.now()
    const message = parseMessage(raw)
    if (!message || message.type === 'pong') return
    for (const handler of this.#handlers) handler(message)
  }

  #closed(socket: WebSocket, code: number | undefined): void {
    if (socket !== this.#socket) return
    const wasIn = this.#state === 'connected'
    clearInterval(this.#pulse)
    this.#socket = undefined
    this.#become('reconnecting')
    const ceiling = Math.min(longestWaitMs, firstWaitMs * 2 ** this.#attempt)
    this.#attempt += 1
    this.#retry = setTimeout(() => this.#connect(), ceiling / 2 + (ceiling / 2) * this.#parts.random())
    if (!wasIn || code === notKnownCode) for (const listener of this.#doubtListeners) listener()
  }

  #say(message: LiveMessage): void {
    if (this.#state === 'connected') this.#socket?.send(JSON.stringify(message))
  }

  #become(state: LiveState): void {
    if (state === this.#state) return
    this.#state = state
    for (const listener of this.#stateListeners) listener()
  }
}

function parseMessage(raw: unknown): LiveMessage | undefined {
  if (typeof raw !== 'string') return undefined
  try {
    const value = JSON.parse(raw) as LiveMessage
    return typeof value?.type === 'string' ? value : undefined
  } catch {
    return undefined
  }
}

/** The console's one live connection; the app starts it when somebody is signed in. */
export const live = new LiveClient()

export const liveUrl = (personId: number, origin = window.location): string =>
  `${origin.protocol === 'https:' ? 'wss' : 'ws'}://${origin.host}/ws/${personId}`

export const useLiveState = (): LiveState =>
  useSyncExternalStore(
    (listener) => live.onState(listener),
    () => live.state,
  )

/** Calls `handler` for every live message while mounted. */
export function useLive(handler: (message: LiveMessage) => void): void {
  const latest = useRef(handler)
  useEffect(() => {
    latest.current = handler
  })
  useEffect(() => live.onMessage((message) => latest.current(message)), [])
}

/** Asks for live news of these projects while mounted. */
export function useWatchedProjects(projectIds: readonly number[]): void {
  const key = projectIds.join(',')
  useEffect(() => {
    const stops = key === '' ? [] : key.split(',').map((id) => live.watch(Number(id)))
    return () => {
      for (const stop of stops) stop()
    }
  }, [key])
}

/** Asks for news of a topic while mounted; of none for those who may not hear of it. */
export function useWatchedTopic(topic: LiveTopic | undefined): void {
  useEffect(() => (topic === undefined ? undefined : live.watchTopic(topic)), [topic])
}
