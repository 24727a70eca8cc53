import { setImmediate as breathe } from 'node:timers/promises'
import { auditVerification } from '@bongsu/contract/audit.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import type { Db } from '#platform/db/contract.ts'
import { operation } from '#platform/operations/operation.ts'
import { chainHash } from './audit-entry.ts'
import { auditHead, linesAfter } from './audit-store.ts'

export const verifyAudit = operation({
  name: 'verify-audit',
  summary: text(
    '감사 기록의 해시 사슬을 처음부터 검사해 바뀌거나 지워진 줄이 없는지 확인합니다.',
    'Checks the whole hash chain: whether any line of the audit record was changed or removed.',
  ),
  access: 'audit.read',
  effect: 'read',
  http: { method: 'POST', path: '/api/v1/audit/verify' },
  input: z.strictObject({}),
  output: auditVerification,
  async run(ctx) {
    const found = await verifyChain(ctx.db, ctx.signal)
    const message = found.firstBrokenId === null ? intact(found.checked) : broken(found.firstBrokenId)
    return {
      ok: found.firstBrokenId === null,
      checked: found.checked,
      first_broken_id: found.firstBrokenId,
      message: message[ctx.language],
    }
  },
})

interface ChainFinding {
  readonly checked: number
  readonly firstBrokenId: number | null
}

/** Small steps with a breath between them: a long record must not hold the event loop. */
const step = 500

/**
 * Walks the chain up to the head as it stands now. A changed line breaks its own hash, a removed one leaves a gap in the
 * ids, and lines cut off the end are missing before the head is reached.
 */
async function verifyChain(db: Db, signal: AbortSignal): Promise<ChainFinding> {
  const head = await auditHead(db)
  let last = { id: 0, hash: '' }
  let checked = 0
  while (last.id < head.last_id) {
    signal.throwIfAborted()
    const lines = await linesAfter(db, last.id, head.last_id, step)
    if (lines.length === 0) return { checked, firstBrokenId: last.id + 1 }
    for (const { hash, ...line } of lines) {
      if (line.id !== last.id + 1) return { checked, firstBrokenId: last.id + 1 }
      if (chainHash(last.hash, line) !== hash) return { checked, firstBrokenId: line.id }
      last = { id: line.id, hash }
      checked += 1
    }
    await breathe()
  }
  return { checked, firstBrokenId: last.hash === head.hash ? null : last.id }
}

const intact = (checked: number): Text =>
  text(`감사 기록 ${checked}건이 모두 온전합니다.`, `All ${checked} lines of the audit record are intact.`)

const broken = (id: number): Text =>
  text(
    `감사 기록 ${id}번부터 사슬이 끊어져 있습니다. 이 기록이 바뀌었거나 지워졌습니다.`,
    `The chain is broken from line ${id}: it was changed or removed.`,
  )
