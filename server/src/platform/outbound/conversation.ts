import { Buffer } from 'node:buffer'
import type { Socket } from 'node:net'
import { type Text, text } from '@bongsu/contract/text.ts'
import type { Dialler } from './dial.ts'
import { type Host, readHost } from './host.ts'
import { errorCode, type Failed, failed, faultOf, misused, type OutboundFailure, type Remote } from './result.ts'
import { type CertificateSummary, notTrusted, peerSummary, secure, type TlsOptions } from './secure.ts'
import { Stopwatch } from './stopwatch.ts'
import { type ConnectRequest, dialTo, ended } from './tcp.ts'
import { Watch } from './watch.ts'

export interface ConversationRequest extends ConnectRequest {
  /** TLS from the first byte; a dialogue that asks for it later calls `secure`. */
  readonly startSecure?: boolean
  readonly tls?: TlsOptions
  /** More than this is not heard, over the whole conversation. */
  readonly maxBytes?: number
}

/** What a connection was secured with. */
export interface Security {
  readonly protocol: string
  readonly cipher: string
  readonly certificate?: CertificateSummary
}

/** A part of a dialogue: when it began, counted from the start of the request, and how long it took, in ms. */
export interface Step {
  readonly name: string
  readonly at_ms: number
  readonly duration_ms: number
}

/**
 * A dialogue over one guarded connection. Reading waits for what the server sends, within the deadline and the cap of the
 * whole conversation; whatever goes wrong is thrown through the dialogue and becomes the conversation's failure.
 */
export interface Conversation {
  readonly remote: Remote
  readonly security: Security | undefined
  /** Bytes that arrived and were not read yet. */
  readonly unread: number
  /** What follows is this part of the dialogue; for evidence. */
  step(name: string): void
  write(data: string | Uint8Array): void
  /** Exactly so many bytes. */
  read(count: number): Promise<Buffer>
  /** One line without its end (LF or CRLF), as Latin-1; longer than `most` bytes is a failure. */
  readLine(most?: number): Promise<string>
  /** Changes to TLS, and verifies unless the request said otherwise. Bytes the server sent ahead are a failure. */
  secure(): Promise<void>
}

export interface Conversed<Value> {
  readonly ok: true
  readonly value: Value
  readonly remote: Remote
  readonly security?: Security
  readonly steps: readonly Step[]
  readonly timings: OutboundFailure['timings']
  readonly durationMs: number
}

export interface ConversationFailure extends OutboundFailure {
  /** The part of the dialogue in which it ended, where it came that far. */
  readonly step?: string
  /** Up to and with that one. */
  readonly steps?: readonly Step[]
}

export type Converse = <Value>(
  request: ConversationRequest,
  dialogue: (talk: Conversation) => Promise<Value>,
) => Promise<Conversed<Value> | ConversationFailure>

/** Thrown by a dialogue when the server does not speak the protocol. Everything else a server says is the dialogue's value. */
export class ProtocolViolation extends Error {
  readonly text: Text

  constructor(words: Text) {
    super(words.en)
    this.text = words
  }
}

class Ended extends Error {
  readonly failure: Failed

  constructor(failure: Failed) {
    super(failure.code)
    this.failure = failure
  }
}

const defaultTimeoutMs = 10_000
const defaultMaxBytes = 1_048_576
const longestLine = 8_192
/** How long the last words may take to leave before the connection is cut. */
const farewellMs = 1_000

export const createConverse =
  (dialler: Dialler): Converse =>
  async (request, dialogue) => {
    const watch = new Watch(request.timeoutMs ?? defaultTimeoutMs, request.signal, request.onStage)
    const times = new Stopwatch()
    let talk: OpenConversation | undefined
    try {
      const name = readHost(request.tls?.serverName ?? request.host)
      if (typeof name !== 'string') return ended(misused('server_name', name.problem), times)
      const dialled = await dialTo(dialler, request, watch, times)
      if (!dialled.ok) return ended(dialled, times)
      talk = new OpenConversation(dialled.socket, dialled.remote, name, request, watch, times)
      if (request.startSecure) await talk.secure()
      const value = await dialogue(talk)
      return {
        ok: true,
        value,
        remote: dialled.remote,
        ...(talk.security ? { security: talk.security } : {}),
        steps: talk.finish(),
        timings: times.timings(),
        durationMs: times.elapsedMs(),
      }
    } catch (error) {
      const failure = failureOf(error)
      if (!talk) return ended(failure, times)
      const step = talk.stepName
      const steps = talk.finish()
      return { ...ended({ ...failure, remote: talk.remote }, times), ...(step === undefined ? {} : { step, steps }) }
    } finally {
      talk?.close()
      watch.done()
    }
  }

/** A fault of the dialogue itself is ours and goes on being thrown. */
function failureOf(error: unknown): Failed {
  if (error instanceof Ended) return error.failure
  if (error instanceof ProtocolViolation) return failed('protocol', 'unexpected', 'target', error.text)
  throw error
}

class OpenConversation implements Conversation {
  readonly remote: Remote
  security: Security | undefined
  stepName: string | undefined
  readonly #name: Host
  readonly #request: ConversationRequest
  readonly #watch: Watch
  readonly #times: Stopwatch
  readonly #openedAt = performance.now()
  readonly #steps: Step[] = []
  #stepAtMs = 0
  #firstByteMs: number | undefined
  #tlsMs = 0
  #socket: Socket
  #chunks: Buffer[] = []
  #size = 0
  #heard = 0
  #failure: Failed | undefined
  /** What the reader waits for; told of every chunk and of the end. */
  #onNews: (() => void) | undefined

  constructor(
    socket: Socket,
    remote: Remote,
    name: Host,
    request: ConversationRequest,
    watch: Watch,
    times: Stopwatch,
  ) {
    this.remote = remote
    this.#name = name
    this.#request = request
    this.#watch = watch
    this.#times = times
    this.#socket = socket
    this.#listen(socket)
  }

  get unread(): number {
    return this.#size
  }

  step(name: string): void {
    this.#endStep()
    this.stepName = name
    this.#watch.say(name)
  }

  write(data: string | Uint8Array): void {
    if (!this.#failure) this.#socket.write(data)
  }

  async read(count: number): Promise<Buffer> {
    while (this.#size < count) await this.#news(count)
    return this.#take(count)
  }

  async readLine(most = longestLine): Promise<string> {
    let searched = 0
    for (;;) {
      for (let at = 0, before = 0; at < this.#chunks.length; before += this.#chunks[at++]?.length ?? 0) {
        const chunk = this.#chunks[at] as Buffer
        if (before + chunk.length <= searched) continue
        const found = chunk.indexOf(10)
        if (found < 0) continue
        if (before + found > most) throw new ProtocolViolation(lineTooLong(most))
        return this.#take(before + found + 1)
          .toString('latin1')
          .replace(/\r?\n$/, '')
      }
      searched = this.#size
      if (this.#size > most) throw new ProtocolViolation(lineTooLong(most))
      await this.#news(this.#size + 1)
    }
  }

  async secure(): Promise<void> {
    // Whoever stands in between could put words in front of the encrypted ones (CVE-2011-0411).
    if (this.#size > 0) throw new ProtocolViolation(wordsBeforeTls)
    this.#quiet()
    const { tls = {} } = this.#request
    const secured = await secure(this.#socket, this.#name, { ...tls, serverName: this.#name }, this.#watch)
    if (!secured.ok) throw new Ended(secured)
    this.#times.add('tls_ms', secured.tlsMs)
    this.#tlsMs += secured.tlsMs
    this.#socket = secured.socket
    const certificate = peerSummary(secured.socket)
    this.security = {
      protocol: secured.socket.getProtocol() ?? '',
      cipher: secured.socket.getCipher().standardName,
      ...(certificate ? { certificate } : {}),
    }
    if (tls.verify !== false && secured.verifyError !== null) throw new Ended(notTrusted(secured.verifyError))
    this.#listen(secured.socket)
  }

  /** Closes the books: the last step, and the time after the first byte. */
  finish(): readonly Step[] {
    this.#endStep()
    this.stepName = undefined
    if (this.#firstByteMs !== undefined) {
      const spent = performance.now() - this.#openedAt - this.#tlsMs
      this.#times.add('ttfb_ms', this.#firstByteMs)
      this.#times.add('download_ms', Math.max(0, spent - this.#firstByteMs))
    }
    return this.#steps
  }

  close(): void {
    const socket = this.#socket
    this.#quiet()
    socket.on('error', () => socket.destroy())
    if (this.#failure) {
      socket.destroy()
      return
    }
    socket.destroySoon()
    setTimeout(() => socket.destroy(), farewellMs).unref()
  }

  #endStep(): void {
    const now = this.#times.elapsedMs()
    if (this.stepName !== undefined) {
      const durationMs = Math.round((now - this.#stepAtMs) * 100) / 100
      this.#steps.push({ name: this.stepName, at_ms: this.#stepAtMs, duration_ms: durationMs })
    }
    this.#stepAtMs = now
  }

  #listen(socket: Socket): void {
    socket.on('data', this.#onData)
    socket.on('error', this.#onError)
    socket.on('close', this.#onClose)
    socket.pause()
    this.#watch.enter('ttfb', undefined, () => this.#end(this.#watch.failure()))
  }

  #quiet(): void {
    this.#socket.off('data', this.#onData)
    this.#socket.off('error', this.#onError)
    this.#socket.off('close', this.#onClose)
    this.#socket.pause()
  }

  /** Reading stops in between: a server that floods fills its own buffers, not ours. */
  #news(wanted: number): Promise<void> {
    if (this.#failure) throw new Ended(this.#failure)
    const most = this.#request.maxBytes ?? defaultMaxBytes
    if (this.#heard - this.#size + wanted > most) throw new ProtocolViolation(tooMuch(most))
    return new Promise((resolve, reject) => {
      this.#onNews = () => {
        this.#onNews = undefined
        this.#socket.pause()
        if (this.#failure) reject(new Ended(this.#failure))
        else resolve()
      }
      this.#socket.resume()
    })
  }

  #take(count: number): Buffer {
    const all = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks)
    this.#chunks = count < all.length ? [all.subarray(count)] : []
    this.#size -= count
    return all.subarray(0, count)
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#firstByteMs ??= performance.now() - this.#openedAt - this.#tlsMs
    this.#chunks.push(chunk)
    this.#size += chunk.length
    this.#heard += chunk.length
    this.#onNews?.()
  }

  readonly #onError = (error: Error): void => this.#end(broken(errorCode(error)))
  readonly #onClose = (): void => this.#end(broken('closed'))

  #end(failure: Failed): void {
    this.#failure ??= failure
    this.#onNews?.()
  }
}

/** A TLS alert comes late: TLS 1.3 says only after the handshake that it wants another client certificate. */
const broken = (code: string): Failed =>
  failed(
    code.startsWith('ERR_SSL') ? 'tls' : 'connect',
    code,
    faultOf(code),
    text(`대화 중에 상대가 연결을 끊었습니다 (${code}).`, `The server closed the connection in the middle (${code}).`),
  )

const lineTooLong = (most: number): Text =>
  text(
    `서버가 끝나지 않는 줄을 보냈습니다(한도 ${most}바이트).`,
    `The server sent a line without end (limit ${most} bytes).`,
  )

const tooMuch = (most: number): Text =>
  text(
    `서버가 너무 많은 데이터를 보내려 합니다(한도 ${most}바이트).`,
    `The server wants to send too much (limit ${most} bytes).`,
  )

const wordsBeforeTls = text(
  'TLS로 바꾸기 전에 서버가 예정에 없는 데이터를 보냈습니다.',
  'The server sent unexpected data before the change to TLS.',
)
