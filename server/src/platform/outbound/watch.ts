import { text } from '@bongsu/contract/text.ts'
import { type Failed, type Fault, failed } from './result.ts'

/** What a request is waiting for. Each stage may have a limit of its own below the total. */
export type Stage = 'dns' | 'connect' | 'tls' | 'ttfb' | 'idle'

const waitingFor: Readonly<Record<Stage, { ko: string; en: string }>> = {
  dns: { ko: '이름을 조회하는', en: 'looking up the name' },
  connect: { ko: '연결하는', en: 'connecting' },
  tls: { ko: 'TLS 협상을 하는', en: 'negotiating TLS' },
  ttfb: { ko: '응답을 기다리는', en: 'waiting for the answer' },
  idle: { ko: '응답을 받는', en: 'receiving the answer' },
}

/** Told what is being waited for: a stage, or a part of a dialogue by its own name. Must not throw. */
export type OnStage = (name: string) => void

/** Our own event loop was busy that long past the moment a timer was due. */
const standstillMs = 50
/** So long that what we saw of a target says nothing about it. */
const longStandstillMs = 1_000

/**
 * The deadline of one request: a total, a limit for the stage it is in, and the caller's signal, with one timer for all.
 * When any of them strikes, `kill` of the current stage frees whatever is open, at once.
 */
export class Watch {
  readonly #startedAt = performance.now()
  readonly #totalMs: number
  readonly #signal: AbortSignal | undefined
  readonly #onStage: OnStage | undefined
  #timer: NodeJS.Timeout
  #stage: Stage = 'dns'
  #stageEndsAt = Number.POSITIVE_INFINITY
  #idleMs: number | undefined
  #stopped: 'timeout' | 'aborted' | undefined
  #over = false
  #lateMs = 0
  #kill: (() => void) | undefined

  constructor(totalMs: number, signal?: AbortSignal, onStage?: OnStage) {
    this.#totalMs = totalMs
    this.#signal = signal
    this.#onStage = onStage
    this.#timer = setTimeout(this.#strike, totalMs)
    if (!signal) return
    if (signal.aborted) this.#stopped = 'aborted'
    else signal.addEventListener('abort', this.#abort, { once: true })
  }

  get stopped(): boolean {
    return this.#stopped !== undefined
  }

  get elapsedMs(): number {
    return performance.now() - this.#startedAt
  }

  /** Says to whoever listens what comes now, within the same stage. */
  say(name: string): void {
    this.#onStage?.(name)
  }

  /** Enters a stage. `kill` runs at most once, immediately if time is up already. */
  enter(stage: Stage, limitMs: number | undefined, kill: () => void): void {
    this.#stage = stage
    this.say(stage)
    this.#kill = kill
    if (this.#stopped) {
      this.#end()
      return
    }
    this.#idleMs = stage === 'idle' ? limitMs : undefined
    const wasLimited = this.#stageEndsAt !== Number.POSITIVE_INFINITY
    this.#stageEndsAt = limitMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + limitMs
    if (wasLimited || limitMs !== undefined) this.#rearm()
  }

  /** Something arrived: the idle limit counts anew. */
  touch(): void {
    if (this.#idleMs !== undefined) this.#stageEndsAt = performance.now() + this.#idleMs
  }

  /** Waits for work that cannot be killed; undefined when time was up first. */
  race<Value>(stage: Stage, limitMs: number | undefined, work: Promise<Value>): Promise<Value | undefined> {
    return new Promise((resolve, reject) => {
      this.enter(stage, limitMs, () => resolve(undefined))
      work.then(resolve, reject)
    })
  }

  /** Must be called when the request is over, however it ended. */
  done(): void {
    this.#over = true
    clearTimeout(this.#timer)
    this.#signal?.removeEventListener('abort', this.#abort)
    this.#kill = undefined
  }

  /** Why it was stopped, in words. */
  failure(): Failed {
    if (this.#stopped === 'aborted')
      return failed('aborted', 'aborted', 'own', text('요청이 취소되었습니다.', 'The request was cancelled.'))
    const waited = Math.round(this.elapsedMs)
    const words = waitingFor[this.#stage]
    return failed(
      'timeout',
      this.#stage,
      this.#fault(),
      text(`${words.ko} 중에 제한 시간이 지났습니다(${waited} ms).`, `Time ran out while ${words.en} (${waited} ms).`),
    )
  }

  #fault(): Fault {
    if (this.#lateMs > longStandstillMs) return 'own'
    if (this.#stage === 'dns') return 'resolver'
    // Silence to a connection may as well mean that our own uplink is gone.
    return this.#stage === 'connect' ? 'network' : 'target'
  }

  #rearm(): void {
    clearTimeout(this.#timer)
    const now = performance.now()
    const endsAt = Math.min(this.#stageEndsAt, this.#startedAt + this.#totalMs)
    this.#timer = setTimeout(this.#strike, Math.max(0, endsAt - now))
  }

  readonly #strike = (): void => {
    if (this.#over) return
    const now = performance.now()
    // A touched idle limit has moved on since the timer was set; timers may also fire a shade early.
    if (now + 1 < Math.min(this.#stageEndsAt, this.#startedAt + this.#totalMs)) {
      this.#rearm()
      return
    }
    const lateMs = now - Math.min(this.#stageEndsAt, this.#startedAt + this.#totalMs)
    // Timers run before sockets are read: after a standstill of ours the answer may be lying there.
    if (lateMs > standstillMs && this.#lateMs === 0) {
      this.#lateMs = lateMs
      setImmediate(this.#strike)
      return
    }
    this.#stopped ??= 'timeout'
    this.#end()
  }

  readonly #abort = (): void => {
    this.#stopped ??= 'aborted'
    this.#end()
  }

  #end(): void {
    const kill = this.#kill
    this.#kill = undefined
    kill?.()
  }
}
