import type { Text } from '@bongsu/contract/text.ts'
import type { Db, Tx } from '#platform/db/contract.ts'
import type { Json } from '../tools/tool.ts'
import { type Breaker, type UpstreamState, unknownState } from './upstream.ts'

interface StateRow {
  upstream_id: number
  state: UpstreamState['state']
  since: number | null
  last_ok_at: number | null
  last_error: string | null
  last_error_at: number | null
  latency_ms: number | null
  breaker: Breaker
  retry_at: number | null
  protocol_version: string | null
  era: UpstreamState['era']
  server_info: string | null
  capabilities: string
  instructions: string | null
  resources: string
  resource_templates: string
  prompts: string
  listed_at: number | null
}

/** Safe because only this file writes the JSON columns. */
const stateOf = (row: StateRow): UpstreamState => ({
  state: row.state,
  since: row.since,
  lastOkAt: row.last_ok_at,
  lastError: row.last_error === null ? null : (JSON.parse(row.last_error) as Text),
  lastErrorAt: row.last_error_at,
  latencyMs: row.latency_ms,
  breaker: row.breaker,
  retryAt: row.retry_at,
  protocolVersion: row.protocol_version,
  era: row.era,
  serverInfo: row.server_info === null ? null : (JSON.parse(row.server_info) as Json),
  capabilities: JSON.parse(row.capabilities) as Json,
  instructions: row.instructions,
  resources: JSON.parse(row.resources) as Json[],
  resourceTemplates: JSON.parse(row.resource_templates) as Json[],
  prompts: JSON.parse(row.prompts) as Json[],
  listedAt: row.listed_at,
})

export async function stateOfUpstream(db: Db, id: number): Promise<UpstreamState> {
  const [row] = await db.all<StateRow>('select * from upstream_state where upstream_id = ?', [id])
  return row ? stateOf(row) : unknownState
}

export async function allStates(db: Db): Promise<Map<number, UpstreamState>> {
  const rows = await db.all<StateRow>('select * from upstream_state')
  return new Map(rows.map((row) => [row.upstream_id, stateOf(row)]))
}

const columns = {
  upstream_id: 'bigint',
  state: 'text',
  since: 'bigint',
  last_ok_at: 'bigint',
  last_error: 'text',
  last_error_at: 'bigint',
  latency_ms: 'integer',
  breaker: 'text',
  retry_at: 'bigint',
  protocol_version: 'text',
  era: 'text',
  server_info: 'text',
  capabilities: 'text',
  instructions: 'text',
  resources: 'text',
  resource_templates: 'text',
  prompts: 'text',
  listed_at: 'bigint',
} as const

const others = Object.keys(columns).filter((column) => column !== 'upstream_id')

export async function saveState(tx: Tx, id: number, state: UpstreamState): Promise<void> {
  const row = [
    id,
    state.state,
    state.since,
    state.lastOkAt,
    state.lastError && JSON.stringify(state.lastError),
    state.lastErrorAt,
    state.latencyMs,
    state.breaker,
    state.retryAt,
    state.protocolVersion,
    state.era,
    state.serverInfo && JSON.stringify(state.serverInfo),
    JSON.stringify(state.capabilities),
    state.instructions,
    JSON.stringify(state.resources),
    JSON.stringify(state.resourceTemplates),
    JSON.stringify(state.prompts),
    state.listedAt,
  ]
  await tx.insertMany(
    'upstream_state',
    columns,
    [row],
    `on conflict (upstream_id) do update set ${others.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  )
}
