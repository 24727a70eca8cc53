import type net from 'node:net'
import { type Answer, startHttpTarget } from './http-target.ts'
import { startTcpTarget } from './tcp-target.ts'

export interface Served {
  readonly url: string
  close(): Promise<void>
}

/** One way in which a web server may behave, and what is expected to be said of it: by us, and by blackbox_exporter. */
export interface Behaviour {
  readonly name: string
  serve(): Promise<Served>
  /** `up`, or why it is down. */
  readonly ours: 'up' | 'connect' | 'tls' | 'timeout' | 'http' | 'assertion'
  readonly theirs: 'up' | 'down'
  /** Another reason for which it may be down, where two sides race. */
  readonly or?: Behaviour['ours']
  /** Why the two differ. Wherever they do, this must be said. */
  readonly because?: string
  /** Options of the kind `http`. */
  readonly options?: Readonly<Record<string, unknown>>
  /** Settings of the exporter's http prober. */
  readonly settings?: Readonly<Record<string, unknown>>
}

export type Rest = Partial<Omit<Behaviour, 'name' | 'serve' | 'ours' | 'theirs'>>
export type Verdicts = readonly [ours: Behaviour['ours'], theirs: Behaviour['theirs']]

export const up: Verdicts = ['up', 'up']
export const down: Verdicts = ['http', 'down']
export const asserted: Verdicts = ['assertion', 'down']

export const behaviour = (
  name: string,
  [ours, theirs]: Verdicts,
  serve: () => Promise<Served>,
  rest: Rest = {},
): Behaviour => ({
  name,
  serve,
  ours,
  theirs,
  ...rest,
})

export const answers =
  (answer: Answer, path = '/') =>
  async (): Promise<Served> => {
    const target = await startHttpTarget(answer)
    return { url: target.url + path, close: target.close }
  }

export const says =
  (status: number, headers: Record<string, string> = {}, body: string | Buffer = 'hello'): Answer =>
  (_request, response) =>
    response.writeHead(status, headers).end(status === 204 || status === 304 ? undefined : body)

/** A server that talks as it likes once it has heard a request. */
export const talks = (talk: (socket: net.Socket) => void) => async (): Promise<Served> => {
  const target = await startTcpTarget((socket) => void socket.once('data', () => talk(socket)))
  return { url: `http://127.0.0.1:${target.port}/`, close: target.close }
}
export const writes = (...parts: (string | Buffer)[]) =>
  talks((socket) => socket.end(Buffer.concat(parts.map((part) => Buffer.from(part as string)))))
/** Writes and never closes. */
export const leavesOpen = (...parts: string[]) => talks((socket) => void socket.write(parts.join('')))
