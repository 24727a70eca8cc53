import type { AnyOperation } from '#platform/operations/operation.ts'
import { listCheckKinds } from './list-check-kinds.ts'
import { runCheck } from './run-check.ts'

export const checksOperations: readonly AnyOperation[] = [listCheckKinds, runCheck]
