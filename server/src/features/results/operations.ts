import type { AnyOperation } from '#platform/operations/operation.ts'
import { getDashboardChart, getMonitorChart, getProjectChart } from './get-chart.ts'
import { getHistoryStrips } from './get-history-strips.ts'
import { getResult } from './get-result.ts'
import { listResults } from './list-results.ts'

export const resultsOperations: readonly AnyOperation[] = [
  listResults,
  getResult,
  getMonitorChart,
  getProjectChart,
  getDashboardChart,
  getHistoryStrips,
]
