import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { second } from '#kernel/clock.ts'
import type { Json } from '../json.ts'
import { type UpstreamAddress, UpstreamFailure } from './contract.ts'
import { mostAnswer } from './http-answer.ts'
import { endLeftBehind, markName, newMark } from './left-behind.ts'
import { Pace } from './pace.ts'

export interface StdioProcessParts {
  readonly address: Extract<UpstreamAddress, { kind: 'stdio' }>
  /** Whether somebody waited for this line; what nobody waits for is read only so fast. */
  onLine(line: string): boolean
  onEnd(failure: UpstreamFailure): void
  /** What it writes on standard error, line by line, cut. */
  onError(line: string): void
}

const termMs = second
/** For what a program has written last. */
const restMs = second
const killMs = 3 * second
const longestErrorLine = 500
const mostErrorLines = 200
const mostUnread = 32 * 1_048_576

/**
 * A server as a child process: arguments as a list and no shell, the environment it was given and nothing of ours, and a
 * process group of its own. What it starts ends with it, also what it has let go of (see `left-behind.ts`).
 */
export class StdioProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #parts: StdioProcessParts
  readonly #mark = newMark()
  #ended: Promise<void>
  #isOver = false
  #swept: Promise<void> | undefined

  constructor(parts: StdioProcessParts) {
    const { command, args, env, folder } = parts.address
    this.#parts = parts
    this.#child = spawn(command, [...args], {
      env: { ...env, [markName]: this.#mark },
      shell: false,
      detached: true,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(folder === undefined ? {} : { cwd: folder }),
    })
    const child = this.#child
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => {
        this.#over(new UpstreamFailure(`it could not be started: ${error.message}`, true))
        resolve()
      })
      child.once('exit', () => {
        // What it has started may live on, with its pipes.
        const rest = setTimeout(() => void this.#sweep(), restMs)
        rest.unref()
      })
      child.once('close', (code, signal) => {
        this.#over(new UpstreamFailure(`its process has ended (${signal ?? code})`, false))
        resolve()
      })
    })
    child.stdin.on('error', () => undefined)
    this.#readLines()
    this.#readErrors()
  }

  get isOver(): boolean {
    return this.#isOver
  }

  write(message: Json): void {
    if (this.#isOver) throw new UpstreamFailure('its process has ended', true)
    if (this.#child.stdin.writableLength > mostUnread)
      throw new UpstreamFailure('it does not read what it is sent', true)
    this.#child.stdin.write(`${JSON.stringify(message)}\n`)
  }

  /** Ends it the polite way, then the other two. */
  async close(): Promise<void> {
    this.#over(new UpstreamFailure('the connection was closed', false))
    this.#child.stdin.end()
    const term = setTimeout(() => this.#signal('SIGTERM'), termMs)
    const kill = setTimeout(() => this.#signal('SIGKILL'), killMs)
    await this.#ended
    clearTimeout(term)
    clearTimeout(kill)
    await this.#sweep()
  }

  /** What it has started outlives it only until now. Once: its number may be another program's later. */
  #sweep(): Promise<void> {
    this.#swept ??= this.#endRest()
    return this.#swept
  }

  async #endRest(): Promise<void> {
    this.#signal('SIGKILL')
    this.#child.stdout.destroy()
    this.#child.stderr.destroy()
    if (this.#child.pid !== undefined) await endLeftBehind(this.#mark)
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined) return
    try {
      process.kill(-this.#child.pid, signal)
    } catch {
      // The group is empty.
    }
  }

  #over(failure: UpstreamFailure): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#parts.onEnd(failure)
  }

  #readLines(): void {
    const { stdout } = this.#child
    const rest = heldBack(stdout)
    let part = ''
    stdout.setEncoding('utf8')
    stdout.on('data', (chunk: string) => {
      part += chunk
      let from = 0
      let unwanted = 0
      for (let end = part.indexOf('\n'); end !== -1; end = part.indexOf('\n', from)) {
        const line = part.slice(from, end)
        from = end + 1
        if (line.trim() === '' || !this.#parts.onLine(line)) unwanted += line.length + 1
      }
      part = part.slice(from)
      rest(unwanted)
      if (part.length <= mostAnswer) return
      part = ''
      this.#over(new UpstreamFailure('it sends more than is taken', false))
      this.#signal('SIGKILL')
    })
  }

  #readErrors(): void {
    const { stderr } = this.#child
    const rest = heldBack(stderr)
    let part = ''
    let lines = 0
    stderr.setEncoding('utf8')
    stderr.on('data', (chunk: string) => {
      rest(chunk.length)
      const parts = (part + chunk).split('\n')
      part = (parts.pop() ?? '').slice(0, longestErrorLine)
      for (const line of parts) {
        lines += 1
        if (lines <= mostErrorLines) this.#parts.onError(line.slice(0, longestErrorLine))
      }
    })
  }
}

/** So many letters came that nobody waited for: where they are too many, the pipe is left full for a while. */
function heldBack(pipe: Readable): (letters: number) => void {
  const pace = new Pace()
  return (letters) => {
    const ms = pace.after(letters)
    if (ms === 0) return
    pipe.pause()
    setTimeout(() => pipe.resume(), ms).unref()
  }
}

const inherited = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'SYSTEMROOT', 'USERPROFILE', 'TEMP']

/** What a server's process inherits of ours: where programs, homes and zones are, and nothing that may be a secret. */
export const cleanEnvironment = (own: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(inherited.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name] as string]])))
