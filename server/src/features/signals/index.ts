/**
 * Signals: the inbox of monitors that are not looked at but report themselves (a nightly job). Every monitor of such a
 * kind has a secret address; what comes in there is kept until a look judges it. It decides neither what a signal means
 * (checks) nor when to look (schedule).
 */
export { createSignals, type SignalsParts } from './create-signals.ts'
export { addSignalDoor } from './signal-door.ts'
export { type Signals, signalsKey } from './signals-key.ts'
