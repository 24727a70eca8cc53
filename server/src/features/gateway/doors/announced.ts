import { type Json, tasksExtension } from '#platform/mcp/index.ts'
import type { GatewayService } from '../gateway-key.ts'
import type { OfferedServer } from '../servers/contract.ts'

/** What does not pass through here: requests of their own, and how a client signs in at the server behind. */
const notRelayed: ReadonlySet<string> = new Set([
  tasksExtension,
  'io.modelcontextprotocol/oauth-client-credentials',
  'io.modelcontextprotocol/enterprise-managed-authorization',
])

/** What an address announces: tools always, and of everything else what the servers behind it can do. */
export function announced(server: OfferedServer, service: Pick<GatewayService, 'sources'>): Json {
  const { resources, resourceTemplates, prompts } = server
  const items = [...resources, ...resourceTemplates, ...prompts]
  const ids = new Set(items.map(({ sourceId }) => sourceId))
  const behind = ids.size === 0 ? [] : service.sources().filter(({ id }) => ids.has(id))
  const capabilities = behind.map((source) => source.capabilities?.() ?? {})
  const some = (name: string, member?: string) =>
    capabilities.some((one) => {
      const value = one[name] as Json | undefined
      return member === undefined ? value !== undefined : value?.[member] === true
    })
  const extensions = Object.fromEntries(
    capabilities
      .flatMap((one) => Object.entries((one.extensions as Json | undefined) ?? {}))
      .filter(([name]) => !notRelayed.has(name)),
  )
  return {
    tools: { listChanged: true },
    logging: {},
    ...(resources.length + resourceTemplates.length > 0
      ? { resources: { listChanged: true, ...(some('resources', 'subscribe') ? { subscribe: true } : {}) } }
      : {}),
    ...(prompts.length > 0 ? { prompts: { listChanged: true } } : {}),
    ...(some('completions') ? { completions: {} } : {}),
    ...(Object.keys(extensions).length > 0 ? { extensions } : {}),
  }
}
