import type { Tx } from '#platform/db/contract.ts'
import { type EvidenceThrift, evidenceText } from './evidence.ts'
import { expiryOf } from './expiry.ts'
import { type Look, lookState, resultsRecorded } from './look.ts'
import { saveMemories } from './memory-store.ts'
import { type IsResponseTime, type ResultValues, resultValues } from './result-row.ts'
import { type EvidenceValues, insertEvidence, insertResults, type LatestValues, saveLatest } from './result-store.ts'
import { markLateResults } from './roll-up-store.ts'

export interface WriteParts {
  readonly isResponseTime: IsResponseTime
  readonly thrift: EvidenceThrift
}

export interface HowToWrite {
  readonly judged: boolean
  /** The clock was put back: slots that are taken already are taken again. */
  readonly retake: boolean
}

/**
 * Stores a batch in the given transaction and tells the judge, within it, of those that were new. Returns which were.
 * `looks` have distinct keys and come in their order.
 */
export async function writeLooks(
  tx: Tx,
  looks: readonly Look[],
  parts: WriteParts,
  how: HowToWrite,
): Promise<boolean[]> {
  const rows = looks.map((look) => resultValues(look, parts.isResponseTime))
  const stored = await insertResults(tx, rows, how.retake)
  const news: Written[] = []
  looks.forEach((look, index) => {
    if (stored[index]) news.push({ look, values: rows[index] as ResultValues })
  })
  if (news.length === 0) return stored
  await saveLatest(tx, newestOfEach(news).map(latestValues), how.retake)
  await insertEvidence(tx, evidenceRows(news, parts.thrift))
  const lookedAt = news.map(({ look }) => look)
  await saveMemories(tx, lookedAt, how)
  await markLateResults(tx, lookedAt)
  if (how.judged)
    await tx.emit(
      resultsRecorded,
      lookedAt.toSorted((a, b) => a.slotAt - b.slotAt),
    )
  return stored
}

interface Written {
  readonly look: Look
  readonly values: ResultValues
}

/** Looks come sorted by monitor and slot, so the last of each monitor is its newest. */
const newestOfEach = (written: readonly Written[]): Written[] =>
  written.filter(({ look }, index) => written[index + 1]?.look.monitor.id !== look.monitor.id)

function latestValues({ look, values }: Written): LatestValues {
  const { outcome } = look
  const assertions = outcome.assertions === undefined ? null : JSON.stringify(outcome.assertions)
  return [
    ...values,
    look.startedAt,
    JSON.stringify(outcome.message),
    evidenceText(outcome.evidence),
    assertions,
    expiryOf(outcome.evidence),
  ]
}

function evidenceRows(written: readonly Written[], thrift: EvidenceThrift): EvidenceValues[] {
  const rows: EvidenceValues[] = []
  for (const { look } of written) {
    const { outcome } = look
    const keeps = thrift.keeps(look, lookState(look) === 'up')
    // Slower than the limit says nothing that the duration does not.
    if (outcome.state === 'up') continue
    rows.push([
      look.monitor.id,
      look.slotAt,
      JSON.stringify(outcome.message),
      keeps ? evidenceText(outcome.evidence) : null,
      keeps && outcome.assertions !== undefined ? JSON.stringify(outcome.assertions) : null,
    ])
  }
  return rows
}
