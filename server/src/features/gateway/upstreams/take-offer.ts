import type { UpstreamOffer } from '#platform/mcp/index.ts'
import type { Json } from '../tools/tool.ts'
import { definitionHash, definitionProblems, listDigest } from './definition.ts'
import { withoutHidden } from './hidden-characters.ts'
import { isWaiting, type Upstream, type UpstreamState, type UpstreamTool } from './upstream.ts'

export interface Taken {
  readonly tools: readonly UpstreamTool[]
  /** Never approved, or given a name, and no longer offered: nothing is worth keeping of them. */
  readonly forgotten: readonly string[]
  /** What waits for approval and did not wait before: a tool that changes again and again is told of once. */
  readonly waiting: readonly UpstreamTool[]
}

export const mostTools = 1000

/** What becomes of the known tools when a server offers these. What is other than it was approved is held back. */
export function takeTools(
  upstream: Pick<Upstream, 'approvesFirst' | 'previewed'>,
  known: readonly UpstreamTool[],
  offered: readonly Json[],
  at: number,
): Taken {
  const before = new Map(known.map((tool) => [tool.name, tool]))
  const isAsSeen = upstream.previewed === null || upstream.previewed === listDigest(offered)
  const approves = upstream.approvesFirst && isAsSeen
  const taken = new Map<string, UpstreamTool>()
  for (const definition of offered.slice(0, mostTools)) {
    const name = keyOf(definition)
    if (taken.has(name)) continue
    const tool = takeTool(before.get(name), name, definition, { place: taken.size, at })
    const isFine = tool.problems.length === 0 && tool.rejectedHash !== tool.offeredHash
    taken.set(name, approves && isFine ? approved(tool, at, null) : tool)
  }
  const missing = known.filter(({ name }) => !taken.has(name))
  const [gone, forgotten] = [missing.filter(isKept), missing.filter((tool) => !isKept(tool))]
  return {
    tools: [...taken.values(), ...gone.map((tool, index) => withdrawn(tool, taken.size + index, at))],
    forgotten: forgotten.map(({ name }) => name),
    waiting: [...taken.values()].filter((tool) => isWaiting(tool) && !wasWaiting(before.get(tool.name))),
  }
}

/** What was called by a name once is known by it, also when it was turned down since. */
const isKept = ({ approvedHash, givenName }: UpstreamTool): boolean => approvedHash !== null || givenName !== null

const wasWaiting = (known: UpstreamTool | undefined): boolean => known !== undefined && isWaiting(known)

function takeTool(
  known: UpstreamTool | undefined,
  name: string,
  offered: Json,
  { place, at }: { place: number; at: number },
): UpstreamTool {
  const offeredHash = definitionHash(offered)
  if (known?.offeredHash === offeredHash) return known.place === place ? known : { ...known, place }
  return {
    approved: null,
    approvedHash: null,
    rejectedHash: null,
    givenName: null,
    alias: null,
    effect: null,
    approvedAt: null,
    approvedBy: null,
    ...known,
    name,
    place,
    offered,
    offeredHash,
    problems: definitionProblems(offered),
    changedAt: at,
  }
}

/** As it is offered now. Names of a person, or null for the list that an administrator saw when they set the server up. */
export const approved = (tool: UpstreamTool, at: number, by: string | null): UpstreamTool => ({
  ...tool,
  approved: tool.offered,
  approvedHash: tool.offeredHash,
  rejectedHash: null,
  approvedAt: at,
  approvedBy: by,
})

function withdrawn(tool: UpstreamTool, place: number, at: number): UpstreamTool {
  if (tool.offeredHash !== null)
    return { ...tool, place, offered: null, offeredHash: null, problems: [], changedAt: at }
  return tool.place === place ? tool : { ...tool, place }
}

/** By name, as far as it is one: a tool whose name is none is kept to be shown, and never called. */
const keyOf = ({ name }: Json): string =>
  (typeof name === 'string' ? name : JSON.stringify(name ?? null))
    .slice(0, 200)
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')

const longestInstructions = 4000
const mostItems = 2000
/** Of one thing that a server describes, as JSON: icons may stand in it. */
const largest = 100_000

const isSmall = (value: unknown): boolean => JSON.stringify(value).length <= largest

/** What is kept of the rest of an offer. */
export function takeRest(offer: UpstreamOffer): Partial<UpstreamState> {
  const items = (list: readonly Json[], key: string): Json[] =>
    list.filter((item) => typeof item[key] === 'string' && isSmall(item)).map((item) => withoutHidden(item).clean)
  const { instructions } = offer
  return {
    protocolVersion: offer.protocolVersion,
    era: offer.era,
    serverInfo: isSmall(offer.serverInfo) ? offer.serverInfo : {},
    capabilities: isSmall(offer.capabilities) ? offer.capabilities : {},
    instructions:
      instructions &&
      withoutHidden({ description: instructions })
        .clean.description.slice(0, longestInstructions)
        .toWellFormed()
        .replaceAll('\0', ' '),
    resources: items(offer.resources, 'uri').slice(0, mostItems),
    resourceTemplates: items(offer.resourceTemplates, 'uriTemplate').slice(0, mostItems),
    prompts: items(offer.prompts, 'name').slice(0, mostItems),
  }
}
