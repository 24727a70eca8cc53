import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const mainFile = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const account = { username: 'admin@example.com', password: 'a-long-fault-run-passphrase' }

export interface RealServerOptions {
  readonly dataDir: string
  readonly environment?: Readonly<Record<string, string>>
  /** What to run instead of node itself, which then gets node and the file as its arguments. */
  readonly through?: readonly string[]
  readonly uid?: number
}

export interface Answered {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look at wire JSON of many shapes
  readonly body: any
}

/** One server process after the other on the same data and port, seen only from outside. */
export class RealServer {
  slowestStartMs = 0
  /** Everything it ever printed. */
  output = ''
  readonly #options: RealServerOptions
  #port = 0
  #child: ChildProcess | undefined
  #token = ''

  constructor(options: RealServerOptions) {
    this.#options = options
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  get isRunning(): boolean {
    return this.#child !== undefined && !hasEnded(this.#child)
  }

  /** Resolves when it answers; throws with what it printed when it ends by itself. */
  async begin(): Promise<void> {
    const from = performance.now()
    const child = await this.#spawn()
    for (;;) {
      if (hasEnded(child)) throw new Error(`the server ended by itself: ${this.output.slice(-2000)}`)
      if ((await this.#health()) === 200) break
      await sleep(15)
    }
    this.slowestStartMs = Math.max(this.slowestStartMs, performance.now() - from)
  }

  /** For a start that must not succeed: how it ended and what it said. */
  async refuse(): Promise<{ code: number | null; said: string }> {
    const child = await this.#spawn()
    if (!hasEnded(child)) await once(child, 'exit')
    return { code: child.exitCode, said: this.output }
  }

  kill(): Promise<void> {
    return this.#stop('SIGKILL')
  }

  end(): Promise<void> {
    return this.#stop('SIGTERM')
  }

  async signIn(): Promise<void> {
    this.#token = (await this.call<{ access_token: string }>('POST', '/auth/login', account)).access_token
  }

  /** As the same person, through the door of another process. */
  actAs(other: RealServer): void {
    this.#token = other.#token
  }

  async ask(method: string, path: string, body?: unknown): Promise<Answered> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
  }

  async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await this.ask(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body as Answer
  }

  async readiness(): Promise<Answered> {
    const answer = await fetch(`${this.url}/readyz`)
    return { status: answer.status, body: await answer.json() }
  }

  /** The sum of a metric over all its labels. */
  async metric(name: string): Promise<number> {
    return (await this.scrape())(name)
  }

  /** All metrics of one moment: what counts since the last scrape (the delay of the loop) is not lost between two. */
  async scrape(): Promise<(name: string) => number> {
    const lines = (await (await fetch(`${this.url}/metrics`)).text()).split('\n')
    return (name) =>
      lines
        .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
        .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)
  }

  /** No limit of requests stands in a test's way. */
  async liftLimits(): Promise<void> {
    const { value } = await this.call<{ value: Record<string, number> }>('GET', '/settings/rate_limits')
    await this.call('PUT', '/settings/rate_limits', {
      value: { ...value, api_per_minute: 100_000, sign_in_per_minute: 1000 },
    })
  }

  async #spawn(): Promise<ChildProcess> {
    this.#port ||= await freePort()
    const [command, ...args] = [...(this.#options.through ?? []), process.execPath, mainFile]
    const child = spawn(command as string, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(this.#options.uid === undefined ? {} : { uid: this.#options.uid, gid: this.#options.uid }),
      env: {
        PATH: process.env.PATH,
        BONGSU_PORT: String(this.#port),
        BONGSU_DATA_DIR: this.#options.dataDir,
        BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8',
        BONGSU_MIN_CHECK_INTERVAL: '10',
        BONGSU_ADMIN_EMAIL: account.username,
        BONGSU_ADMIN_PASSWORD: account.password,
        BONGSU_LOG_LEVEL: 'warn',
        // Else a Chromium would take a picture of every project.
        BONGSU_CHROMIUM: '/nowhere/chromium',
        ...this.#options.environment,
      },
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8')
      stream?.on('data', (text: string) => {
        this.output += text
      })
    }
    this.#child = child
    return child
  }

  #health(): Promise<number> {
    return fetch(`${this.url}/healthz`).then(
      (answer) => answer.status,
      () => 0,
    )
  }

  async #stop(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || hasEnded(child)) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Waits for something to become true; says what did not. The limit is for a machine under load, not a promise. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  limitMs = 90_000,
): Promise<void> {
  const end = performance.now() + limitMs
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`still not after ${limitMs / 1000} s: ${what}`)
    await sleep(50)
  }
}
