import { getToolAnalysis } from './analyse-tool.ts'
import { add, subtract } from './arithmetic.ts'
import { getCurrentTime } from './clock-tool.ts'
import type { OwnTool } from './contract.ts'
import { getUserInfo, helloUser } from './people-tools.ts'
import { refreshTools } from './refresh-tools.ts'
import { callFoundTool, searchTools } from './search-tools.ts'
import { sendEmail } from './send-email.ts'

/** Every small tool of our own, one line each. */
export const ownTools: readonly OwnTool[] = [
  add,
  subtract,
  helloUser,
  getUserInfo,
  getCurrentTime,
  sendEmail,
  refreshTools,
  getToolAnalysis,
]

/** The search: offered where an address has too many tools to list, and nowhere else. */
export const unlistedTools: readonly OwnTool[] = [searchTools, callFoundTool]
