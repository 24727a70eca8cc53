import type { Json } from '../json.ts'
import { UpstreamFailure, type UpstreamOffer, UpstreamRefusal } from './contract.ts'
import type { Conversation } from './conversation.ts'
import { isObject, methodNotFound } from './rpc.ts'

const mostPages = 500
const mostItems = 5000
/** Of one list, as JSON: all of it is kept in the store. */
const mostLetters = 8 * 1_048_576

/** Everything a server says it has, page by page. What it did not announce is not asked for. */
export async function listAll(conversation: Conversation, signal: AbortSignal): Promise<UpstreamOffer> {
  const { introduction } = conversation
  const { tools, resources, prompts } = introduction.capabilities
  const list = (announced: unknown, method: string, key: string) =>
    announced === undefined ? [] : pages(conversation, method, key, signal)
  return {
    ...introduction,
    tools: await list(tools, 'tools/list', 'tools'),
    resources: await list(resources, 'resources/list', 'resources'),
    resourceTemplates: await list(resources, 'resources/templates/list', 'resourceTemplates'),
    prompts: await list(prompts, 'prompts/list', 'prompts'),
  }
}

async function pages(conversation: Conversation, method: string, key: string, signal: AbortSignal): Promise<Json[]> {
  const items: Json[] = []
  const seen = new Set<string>()
  let cursor: string | undefined
  let letters = 0
  for (let page = 0; page < mostPages; page++) {
    const result = await conversation
      .request(method, cursor === undefined ? {} : { cursor }, { signal })
      .catch((error: unknown) => {
        // Servers announce resources and have no templates.
        if (error instanceof UpstreamRefusal && error.code === methodNotFound) return { [key]: [] }
        throw error
      })
    const found: unknown = result[key]
    if (!Array.isArray(found)) throw new UpstreamFailure(`its answer to ${method} holds no list`, false)
    letters += JSON.stringify(found).length
    if (letters > mostLetters) throw new UpstreamFailure('it sends more than is taken', false)
    items.push(...found.filter(isObject))
    if (items.length > mostItems) throw new UpstreamFailure(`it lists more than ${mostItems} ${key}`, false)
    const { nextCursor } = result as { nextCursor?: unknown }
    if (typeof nextCursor !== 'string' || seen.has(nextCursor)) return items
    seen.add(nextCursor)
    cursor = nextCursor
  }
  // A part of it would look as if the rest had been taken back.
  throw new UpstreamFailure(`its list of ${key} has no end`, false)
}
