import type { Json } from '../json.ts'
import { UpstreamFailure } from './contract.ts'
import { type Introduction, metaKeys } from './conversation.ts'
import { isObject } from './rpc.ts'

const revisions: ReadonlySet<unknown> = new Set(['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07'])

/** What the answer to `initialize` says. */
export function initialized(result: Json): Introduction {
  const { protocolVersion, capabilities, serverInfo, instructions } = result
  if (!revisions.has(protocolVersion))
    throw new UpstreamFailure(`it speaks a revision that we do not: ${String(protocolVersion).slice(0, 50)}`, false)
  return {
    protocolVersion: protocolVersion as string,
    era: 'legacy',
    serverInfo: isObject(serverInfo) ? serverInfo : {},
    capabilities: isObject(capabilities) ? capabilities : {},
    instructions: typeof instructions === 'string' ? instructions : null,
  }
}

/** The log level that a request of the newer era asks for, where a session of the older one has another. */
export const legacyLevel = {
  key: metaKeys.logLevel,
  wanted(meta: Json | undefined, capabilities: Json, present: string | undefined): string | undefined {
    const level = meta?.[metaKeys.logLevel]
    return typeof level === 'string' && level !== present && capabilities.logging !== undefined ? level : undefined
  },
}
