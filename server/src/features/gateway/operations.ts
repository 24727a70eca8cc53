import type { AnyOperation } from '#platform/operations/operation.ts'
import { browseTools } from './browse-tools.ts'
import { callTool } from './call-tool.ts'
import { getCall, getMyUsage, getUsageStats, listCalls } from './calls/usage-verbs.ts'
import { deleteLimit, listLimits, putLimit } from './limits/limit-verbs.ts'
import { getTool, listTools } from './list-tools.ts'

export const gatewayOperations: readonly AnyOperation[] = [
  listTools,
  browseTools,
  getTool,
  callTool,
  listLimits,
  putLimit,
  deleteLimit,
  getMyUsage,
  listCalls,
  getCall,
  getUsageStats,
]
