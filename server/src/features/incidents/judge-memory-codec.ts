import type { MonitorJudgedState, Suppression } from './incident-events.ts'
import { freshMemory, type Memory, type Run } from './judge-memory.ts'

const states = ['unknown', 'up', 'degraded', 'down'] as const satisfies readonly MonitorJudgedState[]
const suppressions = ['maintenance', 'alerts_off', 'flapping', 'blind'] as const satisfies readonly Suppression[]
const version = 1

/** Numbers, then keywords, as one JSON list: small and quick, because it is written and read with every result. */
export function encodeMemory(memory: Memory): string {
  const { fails, bads, answers, goods, unknowns } = memory
  const numbers = [
    version,
    states.indexOf(memory.state),
    memory.since,
    memory.before === null ? -1 : states.indexOf(memory.before),
    memory.lastSlotAt ?? -1,
    memory.everyMs,
    ...[fails.count, fails.from, bads.count, bads.from, answers.count, answers.from],
    ...[goods.count, goods.from, unknowns.count, unknowns.from],
    memory.history,
    memory.seen,
    flagsOf(memory),
    memory.silent === null ? -1 : suppressions.indexOf(memory.silent),
    memory.silentBlindness === null ? -1 : suppressions.indexOf(memory.silentBlindness),
    memory.slowToldAt ?? -1,
    memory.downAt,
    memory.leftDownAt,
  ].join(',')
  return memory.keywords.length === 0 ? `[${numbers}]` : `[${numbers},${JSON.stringify(memory.keywords)}]`
}

const flagsOf = ({ flapping, inIncident, owed, blind, paused }: Memory): number =>
  (flapping ? 1 : 0) | (inIncident ? 2 : 0) | (owed ? 4 : 0) | (blind ? 8 : 0) | (paused ? 16 : 0)

/** An empty text is a monitor that was never judged. Anything else that is not ours throws: it is our own fault. */
export function decodeMemory(encoded: string, since: number): Memory {
  if (encoded === '') return freshMemory(since)
  // Safe because only `encodeMemory` writes the column, and the version says which one did.
  const parts = JSON.parse(encoded) as [...number[], readonly string[]]
  if (parts[0] !== version) throw new Error(`the judge cannot read a memory of version ${String(parts[0])}`)
  const number = (index: number): number => parts[index] as number
  const orNull = (index: number): number | null => (number(index) < 0 ? null : number(index))
  const run = (index: number): Run => ({ count: number(index), from: number(index + 1) })
  return {
    state: states[number(1)] ?? 'unknown',
    since: number(2),
    before: states[number(3)] ?? null,
    lastSlotAt: orNull(4),
    everyMs: number(5),
    fails: run(6),
    bads: run(8),
    answers: run(10),
    goods: run(12),
    unknowns: run(14),
    history: number(16),
    seen: number(17),
    flapping: (number(18) & 1) !== 0,
    inIncident: (number(18) & 2) !== 0,
    owed: (number(18) & 4) !== 0,
    silent: suppressions[number(19)] ?? null,
    silentBlindness: suppressions[number(20)] ?? null,
    blind: (number(18) & 8) !== 0,
    paused: (number(18) & 16) !== 0,
    slowToldAt: orNull(21),
    downAt: number(22),
    leftDownAt: number(23),
    keywords: (parts[24] as readonly string[] | undefined) ?? [],
  }
}
