import type { Role } from '@bongsu/contract/permissions.ts'
import type { Text } from '@bongsu/contract/text.ts'
import type { CredentialKind, ToolProblem, UpstreamKind, UpstreamToolState } from '@bongsu/contract/upstreams.ts'
import type { Effect } from '#kernel/operation.ts'
import type { Json } from '../tools/tool.ts'

/** A server of somebody else, as an administrator set it up. */
export interface Upstream {
  readonly id: number
  /** Names it for good: in names of tools, as a tag, and in the file. */
  readonly slug: string
  readonly title: string
  readonly kind: UpstreamKind
  /** Defined in the server's own file, which alone says how it is reached. */
  readonly isFromFile: boolean
  readonly isInFile: boolean
  /** Null for a program. */
  readonly url: string | null
  readonly credential: CredentialKind
  readonly header: string
  readonly scheme: 'bearer' | 'plain'
  /** Sealed; of a shared credential. */
  readonly secret: string | null
  /** Whose own credential the catalogue is read with, where each person has one. Never used for a call of somebody else. */
  readonly listerId: number | null
  readonly leastRole: Role
  readonly tags: readonly string[]
  readonly prefixes: 'on_collision' | 'always'
  readonly isEnabled: boolean
  readonly timeoutSeconds: number | null
  /** The first list is approved as it comes; false once there was one. */
  readonly approvesFirst: boolean
  /** The digest of the list that was seen before it was made; another one is not approved. */
  readonly previewed: string | null
  /** Counts up when it is reached in another way than before: what was begun under an older one is not written. */
  readonly revision: number
  readonly createdAt: number
  readonly updatedAt: number
}

export type Breaker = 'closed' | 'open' | 'half_open'

/** What was last known of a server. It holds while the server is not reached. */
export interface UpstreamState {
  readonly state: 'unknown' | 'up' | 'down'
  readonly since: number | null
  readonly lastOkAt: number | null
  readonly lastError: Text | null
  readonly lastErrorAt: number | null
  readonly latencyMs: number | null
  readonly breaker: Breaker
  readonly retryAt: number | null
  readonly protocolVersion: string | null
  readonly era: 'modern' | 'legacy' | null
  readonly serverInfo: Json | null
  readonly capabilities: Json
  readonly instructions: string | null
  readonly resources: readonly Json[]
  readonly resourceTemplates: readonly Json[]
  readonly prompts: readonly Json[]
  readonly listedAt: number | null
}

export const unknownState: UpstreamState = {
  state: 'unknown',
  since: null,
  lastOkAt: null,
  lastError: null,
  lastErrorAt: null,
  latencyMs: null,
  breaker: 'closed',
  retryAt: null,
  protocolVersion: null,
  era: null,
  serverInfo: null,
  capabilities: {},
  instructions: null,
  resources: [],
  resourceTemplates: [],
  prompts: [],
  listedAt: null,
}

export interface Problem {
  readonly code: ToolProblem
  readonly message: Text
}

/** A tool of an upstream server: what it offers now, and what of it was approved. */
export interface UpstreamTool {
  readonly name: string
  /** In the order of the server's own list. */
  readonly place: number
  /** As it is offered now, as it came; null when it is not offered any more. */
  readonly offered: Json | null
  readonly offeredHash: string | null
  readonly approved: Json | null
  readonly approvedHash: string | null
  /** The definition that was turned down; another one is judged anew. */
  readonly rejectedHash: string | null
  readonly problems: readonly Problem[]
  /** Its name in the installation from its first approval on. */
  readonly givenName: string | null
  readonly alias: string | null
  /** What an administrator says it does; null: what follows from its annotations. */
  readonly effect: Effect | null
  readonly changedAt: number
  readonly approvedAt: number | null
  readonly approvedBy: string | null
}

/** What decides how a tool stands. */
export type ToolStanding = Pick<UpstreamTool, 'offeredHash' | 'approvedHash' | 'rejectedHash' | 'problems'>

export function toolState(tool: ToolStanding): UpstreamToolState {
  if (tool.offeredHash === null) return 'gone'
  if (tool.problems.some(({ code }) => isUnfit(code))) return 'refused'
  if (tool.offeredHash === tool.approvedHash) return 'approved'
  if (tool.offeredHash === tool.rejectedHash) return 'rejected'
  return tool.approvedHash === null ? 'new' : 'changed'
}

export const isCallable = (tool: ToolStanding): boolean => toolState(tool) === 'approved'
export const isWaiting = (tool: ToolStanding): boolean => ['new', 'changed'].includes(toolState(tool))

/** Hidden characters are for a person to judge; everything else makes a tool of no use to any client. */
const isUnfit = (code: ToolProblem): boolean => code !== 'hidden_characters'

/**
 * What a tool does, for tokens and their scopes. What its server says can make it worse, never better: `write`, unless
 * it says that it destroys or an administrator knows better.
 */
export function effectOf({ effect, approved, offered }: UpstreamTool): Effect {
  if (effect !== null) return effect
  const annotations = ((approved ?? offered)?.annotations ?? {}) as { destructiveHint?: unknown }
  return annotations.destructiveHint === true ? 'destructive' : 'write'
}
