import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { second } from '#kernel/clock.ts'
import type { Json } from '../json.ts'
import { type UpstreamAddress, UpstreamFailure } from './contract.ts'
import { mostAnswer } from './http-answer.ts'

export interface StdioProcessParts {
  readonly address: Extract<UpstreamAddress, { kind: 'stdio' }>
  onLine(line: string): void
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

/**
 * A server as a child process: arguments as a list and no shell, the environment it was given and nothing of ours, and a
 * process group of its own, so that what it starts ends with it.
 */
export class StdioProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #parts: StdioProcessParts
  #ended: Promise<void>
  #isOver = false

  constructor(parts: StdioProcessParts) {
    const { command, args, env, folder } = parts.address
    this.#parts = parts
    this.#child = spawn(command, [...args], {
      env: { ...env },
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
        const rest = setTimeout(() => {
          child.stdout.destroy()
          child.stderr.destroy()
        }, restMs)
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
    // What it has started outlives it only until now.
    this.#signal('SIGKILL')
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
    let rest = ''
    this.#child.stdout.setEncoding('utf8')
    this.#child.stdout.on('data', (chunk: string) => {
      rest += chunk
      let from = 0
      for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n', from)) {
        const line = rest.slice(from, end)
        from = end + 1
        if (line.trim() !== '') this.#parts.onLine(line)
      }
      rest = rest.slice(from)
      if (rest.length <= mostAnswer) return
      rest = ''
      this.#over(new UpstreamFailure('it sends more than is taken', false))
      this.#signal('SIGKILL')
    })
  }

  #readErrors(): void {
    let rest = ''
    let lines = 0
    this.#child.stderr.setEncoding('utf8')
    this.#child.stderr.on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n')
      rest = (parts.pop() ?? '').slice(0, longestErrorLine)
      for (const line of parts) {
        lines += 1
        if (lines <= mostErrorLines) this.#parts.onError(line.slice(0, longestErrorLine))
      }
    })
  }
}

const inherited = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'SYSTEMROOT', 'USERPROFILE', 'TEMP']

/** What a server's process inherits of ours: where programs, homes and zones are, and nothing that may be a secret. */
export const cleanEnvironment = (own: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(inherited.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name] as string]])))
