import { minute, second } from '#kernel/clock.ts'
import type { Json } from '../json.ts'
import { UpstreamFailure, UpstreamRefusal } from './contract.ts'
import type { Onward } from './modern-http.ts'
import { pause } from './pause.ts'

export interface ListeningParts {
  readonly open: OpenListening
  readonly filter: Json
  onNews(method: string, params: Json): void
  /** It is open once more: what was told while it was not is lost. */
  onAgain?(): void
}

/** Sends `subscriptions/listen` and stays until the stream ends; what comes goes to `onMessage`. */
export type OpenListening = (params: Json, signal: AbortSignal, onMessage: Onward) => Promise<Json>

const slowestMs = minute
const acknowledged = 'notifications/subscriptions/acknowledged'

/** One subscription of revision 2026-07-28, opened again whenever its stream ends, until it is stopped. */
export class Listening {
  readonly #controller = new AbortController()
  readonly #parts: ListeningParts

  constructor(parts: ListeningParts) {
    this.#parts = parts
  }

  /**
   * Resolves when the server has said that it listens; rejects when it refuses the first time, or has not said so by the
   * time that `patience` ends.
   */
  start(patience?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.stop()
        reject(patience?.reason)
      }
      patience?.addEventListener('abort', giveUp, { once: true })
      const left = () => patience?.removeEventListener('abort', giveUp)
      this.#keepOpen(() => {
        left()
        resolve()
      }).catch((error: unknown) => {
        left()
        reject(error)
      })
    })
  }

  stop(): void {
    this.#controller.abort(new UpstreamFailure('the subscription was ended', true))
  }

  async #keepOpen(onOpen: () => void): Promise<void> {
    const { signal } = this.#controller
    const { open, filter } = this.#parts
    let wasOpen = false
    for (let pauseMs = second; !signal.aborted; pauseMs = Math.min(pauseMs * 2, slowestMs)) {
      try {
        await open({ notifications: filter }, signal, ({ method, params }) => {
          if (method !== acknowledged) return this.#parts.onNews(method, params)
          if (wasOpen) this.#parts.onAgain?.()
          wasOpen = true
          pauseMs = second
          onOpen()
        })
      } catch (error) {
        // Refused at once: asking again would change nothing.
        if (!wasOpen || error instanceof UpstreamRefusal) {
          if (!signal.aborted) throw error
          return
        }
      }
      await pause(pauseMs, signal).catch(() => undefined)
    }
  }
}
