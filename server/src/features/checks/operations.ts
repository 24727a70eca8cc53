import type { AnyOperation } from '#platform/operations/operation.ts'
import { importRecording } from './import-recording.ts'
import { listCheckKinds } from './list-check-kinds.ts'
import { runCheck } from './run-check.ts'

export const checksOperations: readonly AnyOperation[] = [listCheckKinds, runCheck, importRecording]
