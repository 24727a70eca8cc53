import type { Upstream, UpstreamState, UpstreamTool } from './upstream.ts'

/** All of an upstream server that callers can tell apart. */
export const fingerprint = (
  upstream: Upstream,
  state: UpstreamState | undefined,
  tools: readonly UpstreamTool[],
): string =>
  JSON.stringify([
    upstream.title,
    upstream.leastRole,
    upstream.tags,
    upstream.timeoutSeconds,
    upstream.credential,
    upstream.updatedAt,
    tools.map((tool) => [tool.name, tool.givenName, tool.alias, tool.effect, tool.approvedHash, tool.offeredHash]),
    state && [state.capabilities, state.resources, state.resourceTemplates, state.prompts],
  ])
