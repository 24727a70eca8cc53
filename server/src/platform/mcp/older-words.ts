import type { JSONRPCMessage } from '@modelcontextprotocol/server'
import { invalidParams } from './face.ts'
import { isObject } from './upstream/rpc.ts'

/** Up to 2025-11-25 a resource that is not there has a code of its own. */
const resourceNotFound = -32002

/**
 * An answer as revisions up to 2025-11-25 say it. The SDK says the code of the newest in all of them; what tells a
 * resource that is not there from any other wrong parameter is that its data holds the `uri` and nothing else.
 */
export function inOlderWords(message: JSONRPCMessage): JSONRPCMessage {
  if (!('error' in message) || message.error.code !== invalidParams) return message
  const { data } = message.error
  const isMissing = isObject(data) && typeof data.uri === 'string' && Object.keys(data).length === 1
  return isMissing ? { ...message, error: { ...message.error, code: resourceNotFound } } : message
}
