import { minute, second } from '#kernel/clock.ts'
import type { Json } from '../json.ts'
import { UpstreamFailure, UpstreamRefusal } from './contract.ts'
import type { Onward } from './modern-http.ts'

/** Sends `subscriptions/listen` and stays until the stream ends; what comes goes to `onMessage`. */
export type OpenListening = (params: Json, signal: AbortSignal, onMessage: Onward) => Promise<Json>

const slowestMs = minute
const acknowledged = 'notifications/subscriptions/acknowledged'

/** One subscription of revision 2026-07-28, opened again whenever its stream ends, until it is stopped. */
export class Listening {
  readonly #controller = new AbortController()
  readonly #open: OpenListening
  readonly #filter: Json
  readonly #onNews: (method: string, params: Json) => void

  constructor(open: OpenListening, filter: Json, onNews: (method: string, params: Json) => void) {
    this.#open = open
    this.#filter = filter
    this.#onNews = onNews
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
    let wasOpen = false
    for (let pause = second; !signal.aborted; pause = Math.min(pause * 2, slowestMs)) {
      try {
        await this.#open({ notifications: this.#filter }, signal, ({ method, params }) => {
          if (method !== acknowledged) return this.#onNews(method, params)
          wasOpen = true
          pause = second
          onOpen()
        })
      } catch (error) {
        // Refused at once: asking again would change nothing.
        if (!wasOpen || error instanceof UpstreamRefusal) {
          if (!signal.aborted) throw error
          return
        }
      }
      await quiet(pause, signal)
    }
  }
}

/** A wait that keeps no process alive. */
function quiet(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    timer.unref()
    signal.addEventListener('abort', done, { once: true })
  })
}
