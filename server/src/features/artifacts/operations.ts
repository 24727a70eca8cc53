import type { AnyOperation } from '#platform/operations/operation.ts'
import { listKeptRuns } from './list-kept-runs.ts'
import { takeProjectScreenshot } from './take-project-screenshot.ts'

export const artifactsOperations: readonly AnyOperation[] = [listKeptRuns, takeProjectScreenshot]
