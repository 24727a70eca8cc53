import type { AnyOperation } from '#platform/operations/operation.ts'
import { browseTools } from './browse-tools.ts'
import { callTool } from './call-tool.ts'
import { getCall, getMyUsage, getUsageStats, listCalls } from './calls/usage-verbs.ts'
import { explainLimits } from './limits/explain-limits.ts'
import { deleteLimit, listLimits, putLimit } from './limits/limit-verbs.ts'
import { listLimitStandings } from './limits/list-standings.ts'
import { getTool, listTools } from './list-tools.ts'

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
]
