import type { Json } from '../json.ts'
import type { UpstreamPeer } from './contract.ts'
import { isObject, methodNotFound, type RpcId } from './rpc.ts'

const mostAtOnce = 20

/** What a server asks of the caller while it is at work for them: each question is passed on, and its answer taken back. */
export class AskBack {
  readonly #open = new Map<RpcId, AbortController>()

  /** The message to answer with. Never rejects. */
  async answer(
    { id, method, params }: { readonly id: RpcId; readonly method: string; readonly params: Json },
    peer: UpstreamPeer | undefined,
    signal: AbortSignal,
  ): Promise<Json> {
    if (method === 'ping') return { jsonrpc: '2.0', id, result: {} }
    if (!peer) return refusal(id, methodNotFound, 'Nobody can be asked here')
    if (this.#open.size >= mostAtOnce) return refusal(id, -32603, 'Too many questions at once')
    const controller = new AbortController()
    this.#open.set(id, controller)
    try {
      const result = await peer.request(method, params, AbortSignal.any([signal, controller.signal]))
      return { jsonrpc: '2.0', id, result }
    } catch (error) {
      const { code, message, data } = error as { code?: unknown; message?: unknown; data?: unknown }
      return refusal(id, Number.isSafeInteger(code) ? (code as number) : -32603, String(message ?? 'No answer'), data)
    } finally {
      this.#open.delete(id)
    }
  }

  /** The server takes a question back (`notifications/cancelled`). */
  cancel(params: Json): void {
    const { requestId } = params
    if (typeof requestId === 'string' || typeof requestId === 'number')
      this.#open.get(requestId)?.abort(new Error('the server has taken its question back'))
  }
}

const refusal = (id: RpcId, code: number, message: string, data?: unknown): Json => ({
  jsonrpc: '2.0',
  id,
  error: { code, message: message.slice(0, 1000), ...(isObject(data) ? { data } : {}) },
})
