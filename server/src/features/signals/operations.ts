import type { AnyOperation } from '#platform/operations/operation.ts'
import { getSignalAddress } from './get-signal-address.ts'
import { listSignals } from './list-signals.ts'
import { rotateSignalAddress } from './rotate-signal-address.ts'

export const signalsOperations: readonly AnyOperation[] = [getSignalAddress, rotateSignalAddress, listSignals]
