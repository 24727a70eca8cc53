import type { Role } from '@bongsu/contract/permissions.ts'
import type { Language } from '@bongsu/contract/text.ts'
import type { WebSocket } from 'ws'
import type { Actor } from '#kernel/operation.ts'

/** More than this unread by a client, and it is let go: a stalled reader must cost neither memory nor others' time. */
const mostBufferedBytes = 1_048_576

/** One open stream and whose it is. */
export class Listener {
  readonly topics = new Set<string>()
  readonly #socket: WebSocket
  readonly #onDrop: () => void
  readonly personId: number | null
  readonly sessionId: number | null
  readonly language: Language
  /** Whether the peer has shown life since the last look. */
  isAlive = true
  readonly actor: Actor

  constructor(socket: WebSocket, actor: Actor, language: Language, onDrop: () => void) {
    this.#socket = socket
    this.#onDrop = onDrop
    this.actor = actor
    this.language = language
    this.personId = actor.kind === 'person' || actor.kind === 'token' ? actor.personId : null
    this.sessionId = actor.kind === 'person' ? actor.sessionId : null
  }

  get role(): Role | null {
    return this.actor.kind === 'person' || this.actor.kind === 'token' ? this.actor.role : null
  }

  send(frame: Buffer): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#socket.bufferedAmount > mostBufferedBytes) {
      this.#onDrop()
      this.#socket.terminate()
      return
    }
    this.#socket.send(frame, { binary: false, compress: false }, ignore)
  }

  say(message: object): void {
    this.send(Buffer.from(JSON.stringify(message)))
  }

  /** True when the peer did not answer the last ping. */
  probe(): boolean {
    if (!this.isAlive) {
      this.#socket.terminate()
      return true
    }
    this.isAlive = false
    this.#socket.ping(ignore)
    return false
  }

  /** A peer that does not answer the close is cut after a second. */
  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
    setTimeout(() => this.#socket.terminate(), 1000).unref()
  }

  terminate(): void {
    this.#socket.terminate()
  }
}

/** A socket that broke while we wrote is closed by its own `close` event. */
const ignore = (): void => undefined
