import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Heard } from './check-deliveries.ts'
import type { RealServer } from './real-server.ts'

/** Places that are watched: `/3` is up or down as a test says, `/4` has a state of its own. */
export interface WatchedTarget {
  readonly port: number
  isUp(n: number): boolean
  set(n: number, isUp: boolean): void
  close(): void
}

export async function startWatchedTarget(): Promise<WatchedTarget> {
  const down = new Set<number>()
  const server = await listen((request, response) => {
    response.statusCode = down.has(Number(request.url?.slice(1))) ? 503 : 200
    response.end()
  })
  return {
    port: portOf(server),
    isUp: (n) => !down.has(n),
    set: (n, isUp) => void (isUp ? down.delete(n) : down.add(n)),
    close: () => shut(server),
  }
}

export interface WebhookTarget {
  readonly port: number
  readonly heard: Heard[]
  hasHeard(event: string, times?: number): boolean
  close(): void
}

type Mood = 'take' | 'refuse' | 'hang up'

/** A place that is told. A receiver has bad moments too: `mood` says which, for each message anew. */
export async function startWebhookTarget(mood: () => Mood = () => 'take'): Promise<WebhookTarget> {
  const heard: Heard[] = []
  const server = await listen(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const now = mood()
    if (now === 'hang up') response.destroy()
    else response.writeHead(now === 'take' ? 200 : 503).end()
    heard.push(heardOf(String(request.headers['webhook-id']), body, now === 'take'))
  })
  return {
    port: portOf(server),
    heard,
    hasHeard: (event, times = 1) => heard.filter((one) => one.isTaken && one.event === event).length >= times,
    close: () => shut(server),
  }
}

/** A project whose one monitor tells of every change at once. Each has a loopback address of its own. */
export async function watch(server: RealServer, n: number, port: number): Promise<{ id: number; projectId: number }> {
  const project = await server.call<{ id: number; monitors: { id: number }[] }>('POST', '/projects', {
    title: `Target ${n}`,
    url: `http://127.0.3.${n + 1}:${port}/${n}`,
    check_interval: 10,
  })
  const id = project.monitors[0]?.id as number
  await server.call('PATCH', `/monitors/${id}`, { retry_count: 1, alert_threshold: 1, recovery_threshold: 1 })
  return { id, projectId: project.id }
}

export const tell = (server: RealServer, name: string, port: number, path = '/hook'): Promise<{ id: number }> =>
  server.call('POST', '/channels', { name, kind: 'webhook', options: { url: `http://127.0.0.1:${port}${path}` } })

function heardOf(id: string, body: string, isTaken: boolean): Heard {
  const { data } = JSON.parse(body) as {
    data: {
      event: string
      incident_id: number | null
      includes: { delivery_id: string; event: string; incident_id: number | null }[]
    }
  }
  return {
    channel: 'receiver',
    id,
    event: data.event,
    incidentId: data.incident_id,
    includes: data.includes.map((one) => ({ id: one.delivery_id, event: one.event, incidentId: one.incident_id })),
    isTaken,
  }
}

export function listen(handler: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<Server> {
  const server = createServer(handler)
  return new Promise((resolve) => server.listen(0, '0.0.0.0', 1024, () => resolve(server)))
}

export const portOf = (server: Server): number => (server.address() as AddressInfo).port

function shut(server: Server): void {
  server.close()
  server.closeAllConnections()
}
