import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { LiveClient, type LiveMessage, liveUrl } from './live.ts'

/** Stands where the browser's WebSocket is; the test is the server. */
class FakeSocket {
  static opened: FakeSocket[] = []
  readonly url: string
  sent: LiveMessage[] = []
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event?: { code: number }) => void) | null = null
  onerror: (() => void) | null = null

  constructor(url: string) {
    this.url = url
    FakeSocket.opened.push(this)
  }
  send(text: string) {
    this.sent.push(JSON.parse(text))
  }
  close() {
    this.onclose?.()
  }
  says(message: unknown) {
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) })
  }
}

const socket = () => FakeSocket.opened.at(-1) as FakeSocket
let client: LiveClient

beforeEach(() => {
  vi.useFakeTimers()
  FakeSocket.opened = []
  client = new LiveClient({ open: (url) => new FakeSocket(url) as unknown as WebSocket, random: () => 1 })
})
afterEach(() => client.stop())

it('subscribes once for a project that several places watch, and leaves with the last of them', () => {
  client.start('ws://x/ws/1')
  socket().onopen?.()
  const leaveA = client.watch(5)
  const leaveB = client.watch(5)
  leaveA()
  expect(socket().sent).toEqual([{ type: 'subscribe', project_id: 5 }])
  leaveB()
  expect(socket().sent.at(-1)).toEqual({ type: 'unsubscribe', project_id: 5 })
})

it('subscribes to what was asked for before the connection stood', () => {
  client.watch(9)
  client.start('ws://x/ws/1')
  expect(socket().sent).toEqual([])
  socket().onopen?.()
  expect(socket().sent).toEqual([{ type: 'subscribe', project_id: 9 }])
})

it('comes back with growing waits, subscribes again and says that there was a gap', () => {
  const gap = vi.fn()
  client.onGap(gap)
  client.watch(3)
  client.start('ws://x/ws/1')
  socket().onopen?.()
  expect(gap).not.toHaveBeenCalled()
  socket().close()
  expect(client.state).toBe('reconnecting')
  vi.advanceTimersByTime(999)
  expect(FakeSocket.opened).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(FakeSocket.opened).toHaveLength(2)
  socket().close()
  vi.advanceTimersByTime(1999)
  expect(FakeSocket.opened).toHaveLength(2)
  vi.advanceTimersByTime(1)
  socket().onopen?.()
  expect(client.state).toBe('connected')
  expect(socket().sent).toEqual([{ type: 'subscribe', project_id: 3 }])
  expect(gap).toHaveBeenCalledOnce()
})

it('never waits longer than half a minute', () => {
  client.start('ws://x/ws/1')
  for (let attempt = 0; attempt < 12; attempt += 1) {
    socket().close()
    const before = FakeSocket.opened.length
    vi.advanceTimersByTime(30_000)
    expect(FakeSocket.opened.length).toBe(before + 1)
  }
})

it('closes a connection that only looks alive', () => {
  client.start('ws://x/ws/1')
  socket().onopen?.()
  vi.advanceTimersByTime(25_000)
  expect(socket().sent).toEqual([{ type: 'ping' }])
  vi.advanceTimersByTime(25_000)
  expect(client.state).toBe('reconnecting')
})

it('stays connected while the server answers', () => {
  client.start('ws://x/ws/1')
  socket().onopen?.()
  for (let beat = 0; beat < 5; beat += 1) {
    vi.advanceTimersByTime(25_000)
    socket().says({ type: 'pong' })
  }
  expect(client.state).toBe('connected')
  expect(FakeSocket.opened).toHaveLength(1)
})

it('hands on messages but neither pongs nor rubbish', () => {
  const heard: LiveMessage[] = []
  client.onMessage((message) => heard.push(message))
  client.start('ws://x/ws/1')
  socket().onopen?.()
  socket().says({ type: 'status', project_id: 1, data: { is_available: true } })
  socket().says({ type: 'pong' })
  socket().says('not json')
  socket().says({ no: 'type' })
  expect(heard).toEqual([{ type: 'status', project_id: 1, data: { is_available: true } }])
})

it('stops for good', () => {
  client.start('ws://x/ws/1')
  socket().onopen?.()
  client.stop()
  vi.advanceTimersByTime(120_000)
  expect(FakeSocket.opened).toHaveLength(1)
  expect(client.state).toBe('idle')
})

it('goes to the same host, encrypted where the page is', () => {
  expect(liveUrl(7, { protocol: 'https:', host: 'status.example.com' } as Location)).toBe(
    'wss://status.example.com/ws/7',
  )
  expect(liveUrl(7, { protocol: 'http:', host: '127.0.0.1:8600' } as Location)).toBe('ws://127.0.0.1:8600/ws/7')
})

it('has doubts about who it is when it is not let in, or told so, and none about a lost connection', () => {
  const doubt = vi.fn()
  client.onDoubt(doubt)
  client.start('ws://x/ws/1')
  socket().onclose?.({ code: 1006 })
  expect(doubt).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1000)
  socket().onopen?.()
  socket().onclose?.({ code: 1006 })
  expect(doubt).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1000)
  socket().onopen?.()
  socket().onclose?.({ code: 4401 })
  expect(doubt).toHaveBeenCalledTimes(2)
})
