import type { UpstreamState, UpstreamTool } from './upstream.ts'

/** All of what a server offers that callers can tell apart. */
export const fingerprint = (state: UpstreamState, tools: readonly UpstreamTool[]): string =>
  JSON.stringify([
    tools.map((tool) => [tool.name, tool.givenName, tool.approvedHash, tool.offeredHash]),
    [state.capabilities, state.resources, state.resourceTemplates, state.prompts],
  ])
