import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ClientMessage, clientMessage, livePermissions } from '@bongsu/contract/live.ts'
import { mayRole } from '@bongsu/contract/permissions.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Clock, hour, isoTime, second } from '#kernel/clock.ts'
import { errorMessage, Failure } from '#kernel/errors.ts'
import type { Actor } from '#kernel/operation.ts'
import { isSameOrigin } from '#platform/http/cross-site.ts'
import type { Logger } from '#platform/log/log.ts'
import { type LiveHub, projectTopic } from './hub.ts'
import { Listener } from './listener.ts'

export interface WebSocketLimits {
  /** Streams of one person (or token) at a time. */
  readonly perPerson: number
  readonly maxPayloadBytes: number
  readonly heartbeatMs: number
  /** Older streams close, so that who they belong to is proved anew. */
  readonly maxAgeMs: number
  readonly subscriptions: number
  /** Messages and pings of one stream within ten seconds. */
  readonly messagesPer10s: number
}

const webSocketLimits: WebSocketLimits = {
  perPerson: 20,
  maxPayloadBytes: 65_536,
  heartbeatMs: 30 * second,
  maxAgeMs: hour,
  subscriptions: 2000,
  messagesPer10s: 200,
}

export interface WebSocketParts {
  readonly hub: LiveHub
  readonly clock: Clock
  readonly log: Logger
  /** Whether there is such a project for this actor. */
  readonly mayWatch: (projectId: number, actor: Actor) => Promise<boolean>
  readonly limits?: Partial<WebSocketLimits>
}

interface Upgrade {
  readonly socket: Duplex
  readonly head: Buffer
}

/**
 * The live door: `/ws/{user_id}`, also below `/api/v1`. An upgrade goes through the same hooks as every request, so who
 * asks is established in one place; then it must come from our own pages, and for one's own id. Refusals are ordinary
 * HTTP answers. Call it before the server listens.
 */
export function addWebSocketDoor(app: FastifyInstance, parts: WebSocketParts): void {
  const limits = { ...webSocketLimits, ...parts.limits }
  const { hub } = parts
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.maxPayloadBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has('bongsu') ? 'bongsu' : ([...offered][0] ?? false)),
  })
  const upgrades = new WeakMap<IncomingMessage, Upgrade>()

  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgrades.set(request, { socket, head })
    socket.on('error', ignore)
    readSubprotocolToken(request)
    const response = new ServerResponse(request)
    response.assignSocket(socket as never)
    response.shouldKeepAlive = false
    response.once('finish', () => socket.end())
    app.routing(request, response)
  })

  for (const url of ['/ws/:user_id', '/api/v1/ws/:user_id']) {
    app.get<{ Params: { user_id: string } }>(url, (request, reply) => open(request, reply))
  }

  const heartbeat = setInterval(() => beat(), limits.heartbeatMs)
  heartbeat.unref()
  app.addHook('preClose', async () => {
    clearInterval(heartbeat)
    for (const listener of hub.everybody()) listener.close(1001, 'the server stops')
    server.close()
  })

  async function open(
    request: FastifyRequest<{ Params: { user_id: string } }>,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const upgrade = upgrades.get(request.raw)
    if (!upgrade) throw new Failure('validation', upgradeOnly)
    const actor = admit(request)
    reply.hijack()
    reply.raw.detachSocket(upgrade.socket as never)
    server.handleUpgrade(request.raw, upgrade.socket, upgrade.head, (socket) =>
      welcome(socket, actor, request.language),
    )
    return reply
  }

  /** Who may come in: somebody known, from our own pages, under their own id. */
  function admit({ caller, headers, host, params }: FastifyRequest<{ Params: { user_id: string } }>): Actor {
    const { actor, proof } = caller
    if (actor.kind !== 'person' && actor.kind !== 'token') throw new Failure('unauthenticated', signIn)
    if (actor.kind === 'token' && !actor.scopes.includes('read')) throw new Failure('forbidden', noScope)
    // Browsers always name the page; a program that proves itself by a header need not.
    const isForeign =
      headers.origin === undefined ? proof === 'cookie' : !isSameOrigin({ headers, host } as FastifyRequest)
    if (isForeign) throw new Failure('forbidden', foreign)
    if (params.user_id !== 'me' && params.user_id !== String(actor.personId)) throw new Failure('forbidden', notYours)
    if (streamsOf(actor) >= limits.perPerson)
      throw new Failure('rate_limited', tooMany(limits.perPerson), { retry_after_seconds: 30 })
    return actor
  }

  function streamsOf(actor: Actor & { kind: 'person' | 'token' }): number {
    if (actor.personId !== null) return hub.ofPerson(actor.personId).length
    return hub
      .everybody()
      .filter((one) => one.actor.kind === 'token' && actor.kind === 'token' && one.actor.tokenId === actor.tokenId)
      .length
  }

  function welcome(socket: WebSocket, actor: Actor, language: 'ko' | 'en'): void {
    const listener = new Listener(socket, actor, language, () => hub.remove(listener))
    hub.add(listener)
    const allowance = { left: limits.messagesPer10s, renewsAt: parts.clock.monotonic() + 10 * second }
    const oldAge = setTimeout(
      () => listener.close(4408, 'reconnect to prove who you are'),
      limits.maxAgeMs * (0.9 + Math.random() * 0.2),
    )
    oldAge.unref()
    const mayGoOn = (): boolean => {
      if (spend(allowance, parts.clock, limits)) return true
      listener.close(1008, 'too many messages')
      return false
    }
    socket.on('pong', () => {
      listener.isAlive = true
    })
    socket.on('ping', () => {
      listener.isAlive = true
      mayGoOn()
    })
    let talk: Promise<void> = Promise.resolve()
    socket.on('message', (data, isBinary) => {
      listener.isAlive = true
      if (!mayGoOn()) return
      // One after another: answers come in order, and a cap counts what was asked before.
      talk = talk
        .then(() => answer(listener, isBinary ? null : String(data)))
        .catch((error) => {
          parts.log.warn(`a live message could not be answered: ${errorMessage(error)}`)
          listener.say(problem('internal', broken[language]))
        })
    })
    socket.on('error', ignore)
    socket.on('close', () => {
      clearTimeout(oldAge)
      hub.remove(listener)
    })
  }

  async function answer(listener: Listener, data: string | null): Promise<void> {
    const message = data === null ? null : readMessage(data)
    if (!message) return listener.say(problem('validation', notUnderstood[listener.language]))
    if (message.type === 'ping') return listener.say({ type: 'pong', timestamp: isoTime(parts.clock.now()) })
    const { topic, says } =
      'topic' in message
        ? { topic: message.topic, says: { topic: message.topic } }
        : { topic: projectTopic(message.project_id), says: { project_id: message.project_id } }
    if (message.type === 'unsubscribe') {
      hub.unsubscribe(listener, topic)
      return listener.say({ type: 'unsubscribed', ...says })
    }
    const refusal = await refusalOf(listener, message)
    if (refusal) return listener.say({ ...problem(refusal.code, refusal.text[listener.language]), ...says })
    hub.subscribe(listener, topic)
    listener.say({ type: 'subscribed', ...says })
  }

  async function refusalOf(
    listener: Listener,
    message: Exclude<ClientMessage, { type: 'ping' }>,
  ): Promise<Failure | null> {
    const permission = 'topic' in message ? livePermissions[message.topic] : livePermissions.project
    if (listener.role === null || !mayRole(listener.role, permission)) return new Failure('forbidden', notAllowed)
    if (listener.topics.size >= limits.subscriptions)
      return new Failure('rate_limited', tooManySubscriptions(limits.subscriptions))
    if ('project_id' in message && !(await parts.mayWatch(message.project_id, listener.actor)))
      return new Failure('not_found', noProject)
    return null
  }

  function beat(): void {
    for (const listener of hub.everybody()) listener.probe()
  }
}

function spend(allowance: { left: number; renewsAt: number }, clock: Clock, limits: WebSocketLimits): boolean {
  const now = clock.monotonic()
  if (now >= allowance.renewsAt) {
    allowance.left = limits.messagesPer10s
    allowance.renewsAt = now + 10 * second
  }
  allowance.left -= 1
  return allowance.left >= 0
}

/**
 * A page cannot set headers on a WebSocket, so a token may come as a subprotocol: `['bongsu', 'bearer.<token>']`. It is
 * moved to where every token is looked for, and out of what is answered.
 */
function readSubprotocolToken(request: Pick<IncomingMessage, 'headers'>): void {
  const offered = request.headers['sec-websocket-protocol']
  if (offered === undefined) return
  const names = offered.split(',').map((name) => name.trim())
  const bearer = names.find((name) => name.startsWith('bearer.'))
  if (!bearer) return
  request.headers.authorization ??= `Bearer ${bearer.slice('bearer.'.length)}`
  const rest = names.filter((name) => name !== bearer)
  if (rest.length > 0) request.headers['sec-websocket-protocol'] = rest.join(', ')
  else delete request.headers['sec-websocket-protocol']
}

function readMessage(data: string): ClientMessage | null {
  try {
    const parsed = clientMessage.safeParse(JSON.parse(data))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

const problem = (code: string, message: string) => ({ type: 'error' as const, code, message })
const ignore = (): void => undefined

const signIn = text('로그인이 필요합니다.', 'Please sign in.')
const upgradeOnly = text('이 주소는 WebSocket 연결만 받습니다.', 'This address takes WebSocket connections only.')
const foreign = text('다른 사이트에서 온 연결은 받지 않습니다.', 'Connections from other sites are not accepted.')
const noScope = text(
  '이 토큰에는 "read" 범위가 없어 실시간 소식을 받을 수 없습니다.',
  'This token does not have the scope "read", so it gets no live news.',
)
const notYours = text('자신의 사용자 ID로만 연결할 수 있습니다.', 'You can connect under your own user id only.')
const notAllowed = text('이 소식을 구독할 권한이 없습니다.', 'You are not allowed to subscribe to this.')
const noProject = text('프로젝트를 찾을 수 없습니다.', 'The project was not found.')
const broken = text('서버 내부 오류가 발생했습니다.', 'Something failed on our side.')
const notUnderstood = text(
  '메시지를 이해할 수 없습니다. subscribe, unsubscribe, ping 형식의 JSON을 보내세요.',
  'This message is not understood. Send JSON of type subscribe, unsubscribe or ping.',
)
const tooMany = (most: number): Text =>
  text(
    `동시에 열 수 있는 실시간 연결은 한 사람에 ${most}개입니다.`,
    `One person can have ${most} live connections at a time.`,
  )
const tooManySubscriptions = (most: number): Text =>
  text(`한 연결에서 구독은 ${most}개까지입니다.`, `One connection can hold ${most} subscriptions.`)
