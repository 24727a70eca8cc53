import type { CallOutcome, EndedCall } from '#features/gateway/calls/call-record.ts'
import { insertEnded, takeIds } from '#features/gateway/calls/call-store.ts'
import { day, hour } from '#kernel/clock.ts'
import type { Actor } from '#kernel/operation.ts'
import type { Database } from '#platform/db/contract.ts'

const tools = [
  ['list-projects', 'bongsu', 30],
  ['check-monitor-now', 'bongsu', 420],
  ['list-incidents', 'bongsu', 45],
  ['get_current_time', 'own', 2],
  ['add', 'own', 1],
  ['acknowledge-incident', 'bongsu', 60],
  ['get-monitor', 'bongsu', 25],
  ['send_email', 'own', 900],
  ['run-check', 'bongsu', 700],
] as const

const outcomes: readonly CallOutcome[] = ['failed', 'limited', 'invalid', 'timed_out', 'refused', 'unavailable']
const reasons: Partial<Record<CallOutcome, string>> = {
  failed: 'the tool answered with an error',
  limited: 'Usage limit exceeded: 50 of 50 calls per day are used.',
  invalid: 'arguments.id: expected a number, received a text',
  timed_out: 'The tool did not answer within 30 seconds, so the call was ended.',
}

const person = (personId: number, name: string): Actor => ({
  kind: 'person',
  personId,
  role: 'user',
  sessionId: personId,
  name,
})

/** A month of tool calls of people who work by day, one of whom has gone since: written as the gateway writes them. */
export async function addPastCalls(database: Database, now: number, random: () => number): Promise<void> {
  const agent: Actor = {
    ...{ kind: 'token', tokenId: 1, personId: 2, role: 'manager', name: 'Claude Code' },
    ...{ scopes: ['tools'], tools: null },
  }
  const callers = [person(1, 'admin'), agent, agent, person(2, '이하늘'), person(77, '퇴사한 사람')]
  const calls: Omit<EndedCall, 'id'>[] = []
  for (let at = now - 30 * day; at < now - hour; at += hour) {
    const date = new Date(at)
    const isAtWork = date.getUTCDay() > 0 && date.getUTCDay() < 6 && date.getUTCHours() < 10
    const count = Math.floor(random() * (isAtWork ? 9 : 1.4))
    for (let n = 0; n < count; n += 1) calls.push(oneCall(at + random() * hour, callers, random))
  }
  await database.transaction(async (tx) => {
    const first = await takeIds(tx, calls.length)
    await insertEnded(
      tx,
      calls.sort((a, b) => a.startedAt - b.startedAt).map((call, index) => ({ ...call, id: first + index })),
    )
  })
}

function oneCall(at: number, callers: readonly Actor[], random: () => number): Omit<EndedCall, 'id'> {
  const [tool, sourceId, usualMs] = tools[Math.floor(random() ** 2 * tools.length)] ?? tools[0]
  const isWell = random() < 0.88
  const outcome = isWell ? 'success' : (outcomes[Math.floor(random() * outcomes.length)] ?? 'failed')
  const isRefused = outcome === 'limited' || outcome === 'invalid' || outcome === 'refused'
  const actor = callers[Math.floor(random() * callers.length)] ?? callers[0]
  if (!actor) throw new Error('somebody has to call')
  return {
    startedAt: Math.floor(at),
    actor,
    origin: { door: actor.kind === 'token' ? 'mcp' : 'http', address: '192.0.2.14' },
    server: null,
    sourceId,
    tool,
    args: JSON.stringify({ id: Math.floor(random() * 40), note: '분기 점검' }),
    durationMs: isRefused ? 0 : Math.round(usualMs * (0.6 + random())),
    outcome,
    result: isWell
      ? JSON.stringify({ content: [{ type: 'text', text: 'ok' }], structuredContent: { total: 3 } })
      : null,
    reason: reasons[outcome] ?? null,
    isAudited: true,
  }
}
