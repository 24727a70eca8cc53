import { isFailure } from '#kernel/errors.ts'
import {
  internalError,
  invalidParams,
  type Json,
  type McpExchange,
  McpRefusal,
  methodNotFound,
  UpstreamRefusal,
} from '#platform/mcp/index.ts'
import type { GatewayService } from '../gateway-key.ts'
import type { Offered, OfferedServer } from '../servers/contract.ts'
import { NotRun } from '../sources/contract.ts'
import type { McpCaller } from './mcp-caller.ts'
import { chooseLevel, logLevel } from './session-level.ts'

/** Outside of what JSON-RPC and the MCP keep for themselves. */
const overLimit = 429

/**
 * Requests besides tool calls. Reading a resource and getting a prompt go the governed way and leave a line; the rest
 * (completion, subscriptions, the log level) only needs what is asked about to be there for this caller.
 */
export class OtherRequests {
  readonly #service: GatewayService
  readonly #caller: McpCaller
  readonly #server: OfferedServer

  constructor(service: GatewayService, caller: McpCaller, server: OfferedServer) {
    this.#service = service
    this.#caller = caller
    this.#server = server
  }

  async answer(method: string, params: Json, exchange: McpExchange): Promise<Json> {
    try {
      switch (method) {
        case 'resources/read': {
          const offered = this.#server.resourceAt(String(params.uri))
          return await this.#governed(method, offered, withName('uri', params, offered), exchange)
        }
        case 'prompts/get': {
          const offered = this.#server.promptNamed(String(params.name))
          return await this.#governed(method, offered, withName('name', params, offered), exchange)
        }
        case 'resources/subscribe':
        case 'resources/unsubscribe': {
          const offered = found(this.#server.resourceAt(String(params.uri)), params)
          return await this.#beside(method, offered, withName('uri', params, offered), exchange)
        }
        case 'completion/complete':
          return await this.#complete(params, exchange)
        case 'logging/setLevel':
          return setLevel(params, exchange)
        default:
          throw new McpRefusal(methodNotFound, 'Method not found')
      }
    } catch (error) {
      throw this.#told(error, params)
    }
  }

  #governed(
    method: 'resources/read' | 'prompts/get',
    offered: Offered | undefined,
    params: Json,
    exchange: McpExchange,
  ): Promise<Json> {
    const { _meta, inputResponses: _answers, requestState: _state, ...sent } = params
    return this.#service.gateway.request({
      ...this.#caller,
      ...exchange,
      server: this.#server,
      method,
      offered,
      params: sent,
    })
  }

  #beside(method: string, offered: Offered, params: Json, exchange: McpExchange): Promise<Json> {
    const { _meta, ...sent } = params
    const { signal, peer, session, meta } = exchange
    return this.#service.gateway.beside({ ...this.#caller, signal, peer, session, meta, method, offered, params: sent })
  }

  #complete(params: Json, exchange: McpExchange): Promise<Json> {
    const ref = (params.ref ?? {}) as Json
    if (ref.type === 'ref/prompt') {
      const offered = found(this.#server.promptNamed(String(ref.name)), params)
      return this.#beside('completion/complete', offered, { ...params, ref: withName('name', ref, offered) }, exchange)
    }
    const uri = String(ref.uri)
    const template = this.#server.resourceTemplates.find(({ definition }) => definition.uriTemplate === uri)
    const offered = found(template ?? this.#server.resourceAt(uri), params)
    return this.#beside('completion/complete', offered, { ...params, ref: withName('uri', ref, offered) }, exchange)
  }

  #told(error: unknown, { uri, name }: Json): unknown {
    if (error instanceof UpstreamRefusal || error instanceof McpRefusal) return error
    const { language } = this.#caller
    const data = uri === undefined ? { name } : { uri }
    if (isFailure(error, 'not_found')) return new McpRefusal(invalidParams, error.text[language], data)
    if (isFailure(error, 'validation')) return new McpRefusal(invalidParams, error.text[language])
    if (isFailure(error, 'rate_limited')) return new McpRefusal(overLimit, error.text[language], error.details)
    if (isFailure(error)) return new McpRefusal(internalError, error.text[language])
    if (error instanceof NotRun) return new McpRefusal(internalError, error.text[language])
    return error
  }
}

function setLevel(params: Json, exchange: McpExchange): Json {
  const level = logLevel(params.level)
  if (level === null) throw new McpRefusal(invalidParams, 'params.level is not a level of log messages')
  chooseLevel(exchange, level)
  return {}
}

function found(offered: Offered | undefined, { uri, name }: Json): Offered {
  if (offered) return offered
  throw new McpRefusal(invalidParams, 'There is nothing of that name', uri === undefined ? { name } : { uri })
}

/** What is called one thing here may be called another by its server. */
const withName = (key: string, params: Json, offered: Offered | undefined): Json =>
  offered ? { ...params, [key]: offered.nameInSource } : params
