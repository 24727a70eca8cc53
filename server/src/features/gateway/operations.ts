import type { AnyOperation } from '#platform/operations/operation.ts'
import { browseTools } from './browse-tools.ts'
import { callTool } from './call-tool.ts'
import { getCall, getMyUsage, getUsageStats, listCalls } from './calls/usage-verbs.ts'
import { explainLimits } from './limits/explain-limits.ts'
import { deleteLimit, listLimits, putLimit } from './limits/limit-verbs.ts'
import { listLimitStandings } from './limits/list-standings.ts'
import { getTool, listTools } from './list-tools.ts'
import { listToolSources } from './servers/list-tool-sources.ts'
import {
  createServer,
  getServer,
  listServers,
  removeServer,
  restoreServer,
  updateServer,
} from './servers/server-verbs.ts'
import { createUpstream } from './upstreams/create-upstream.ts'
import { getUpstream, listUpstreams } from './upstreams/list-upstreams.ts'
import { deleteMyCredential, setMyCredential } from './upstreams/my-credential.ts'
import { refreshUpstream } from './upstreams/refresh-upstream.ts'
import { removeUpstream, restoreUpstream } from './upstreams/remove-upstream.ts'
import { testUpstream } from './upstreams/test-upstream.ts'
import { updateUpstream } from './upstreams/update-upstream.ts'
import {
  approveUpstreamTools,
  listUpstreamTools,
  rejectUpstreamTools,
  updateUpstreamTool,
} from './upstreams/upstream-tools.ts'
import { watchUpstream } from './upstreams/watch-upstream.ts'

export const gatewayOperations: readonly AnyOperation[] = [
  listTools,
  browseTools,
  getTool,
  callTool,
  listLimits,
  putLimit,
  deleteLimit,
  explainLimits,
  listLimitStandings,
  getMyUsage,
  listCalls,
  getCall,
  getUsageStats,
  listToolSources,
  listUpstreams,
  testUpstream,
  getUpstream,
  createUpstream,
  updateUpstream,
  removeUpstream,
  restoreUpstream,
  refreshUpstream,
  listUpstreamTools,
  approveUpstreamTools,
  rejectUpstreamTools,
  updateUpstreamTool,
  setMyCredential,
  deleteMyCredential,
  watchUpstream,
  listServers,
  getServer,
  createServer,
  updateServer,
  removeServer,
  restoreServer,
]
