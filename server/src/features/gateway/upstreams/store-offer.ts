import type { Text } from '@bongsu/contract/text.ts'
import type { Tx } from '#platform/db/contract.ts'
import { takeTurn } from '#platform/db/take-turn.ts'
import type { UpstreamOffer } from '#platform/mcp/index.ts'
import { fingerprint } from './fingerprint.ts'
import { giveNamesTo } from './give-names.ts'
import { saveState, stateOfUpstream } from './state-store.ts'
import { takeRest, takeTools } from './take-offer.ts'
import { deleteTools, saveTools, toolsOf } from './tool-store.ts'
import type { Upstream, UpstreamState, UpstreamTool } from './upstream.ts'
import { upstreamsChanged } from './upstream-events.ts'
import { saveUpstream, upstreamById } from './upstream-store.ts'

export interface StoreOfferParts {
  /** Names that tools of the product have. */
  ownNames(): ReadonlySet<string>
  /** Tells administrators of tools that wait for their approval, in the transaction that holds them back. */
  tellWaiting(tx: Tx, upstream: Upstream, tools: readonly UpstreamTool[]): Promise<unknown>
}

/** Keeps what a server offers. False when it is reached in another way by now, or not at all: the list is not its own. */
export async function storeOffer(
  tx: Tx,
  parts: StoreOfferParts,
  asked: Upstream,
  { offer, latencyMs, at }: { offer: UpstreamOffer; latencyMs: number; at: number },
): Promise<boolean> {
  const upstream = await stillThere(tx, asked)
  if (!upstream) return false
  const [known, before] = [await toolsOf(tx, upstream.id), await stateOfUpstream(tx, upstream.id)]
  const taken = takeTools(upstream, known, offer.tools, at)
  const tools = await giveNamesTo(tx, upstream, taken.tools, parts.ownNames())
  const after: UpstreamState = { ...before, ...takeRest(offer), ...upNow(before, at), latencyMs, listedAt: at }
  await saveTools(
    tx,
    upstream.id,
    tools.filter((tool) => !known.includes(tool)),
  )
  await deleteTools(tx, upstream.id, taken.forgotten)
  await saveState(tx, upstream.id, after)
  if (upstream.approvesFirst) await saveUpstream(tx, upstream, { approvesFirst: false }, upstream.updatedAt)
  if (taken.waiting.length > 0) await parts.tellWaiting(tx, upstream, taken.waiting)
  const isOther = fingerprint(before, known) !== fingerprint(after, tools)
  if (isOther || before.state !== after.state) await tx.emit(upstreamsChanged, { upstreamIds: [upstream.id] })
  return true
}

/** Keeps why a server was not reached; what was known of it holds. */
export async function storeProblem(
  tx: Tx,
  asked: Upstream,
  { problem, at, breaker }: { problem: Text; at: number; breaker: Pick<UpstreamState, 'breaker' | 'retryAt'> },
): Promise<boolean> {
  const upstream = await stillThere(tx, asked)
  if (!upstream) return false
  const before = await stateOfUpstream(tx, upstream.id)
  await saveState(tx, upstream.id, { ...before, ...downNow(before, problem, at), ...breaker })
  if (before.state !== 'down') await tx.emit(upstreamsChanged, { upstreamIds: [upstream.id] })
  return true
}

/** One change of upstream servers after the other; what was asked under an older address is not written. */
async function stillThere(tx: Tx, asked: Upstream): Promise<Upstream | undefined> {
  await takeTurn(tx, 'upstreams')
  const upstream = await upstreamById(tx, asked.id)
  return upstream?.isEnabled && upstream.revision === asked.revision ? upstream : undefined
}

const upNow = (before: UpstreamState, at: number) => ({
  state: 'up' as const,
  since: before.state === 'up' ? before.since : at,
  lastOkAt: at,
  breaker: 'closed' as const,
  retryAt: null,
})

const downNow = (before: UpstreamState, problem: Text, at: number) => ({
  state: 'down' as const,
  since: before.state === 'down' ? before.since : at,
  lastError: problem,
  lastErrorAt: at,
})
