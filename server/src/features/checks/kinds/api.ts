import type { StepSeen } from '@bongsu/contract/evidence.ts'
import type { Timings } from '@bongsu/contract/outcome.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import { spellingsOf, withoutSecrets } from '../redact.ts'
import { type ApiOptions, type ApiRequest, apiOptions } from './api/options.ts'
import { type Ran, runRequest, shownLength } from './api/run-request.ts'
import type { Values } from './api/template.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { hostOf, hostsOf } from './shared/fetch-answer.ts'

export const api = checkKind({
  label: text('API', 'API'),
  summary: text(
    'API를 호출해 상태 코드, 응답 시간, JSON 값을 검증하고, 받은 값으로 다음 요청을 이어 갑니다.',
    'Calls an API, verifies status, time and JSON values, and goes on with further requests that use what it gave.',
  ),
  group: 'web',
  options: apiOptions,
  example: {
    url: 'https://example.com/api/login',
    method: 'POST',
    body: '{"user":"bongsu"}',
    expected_status: '200',
    captures: [{ name: 'token', from: 'json', expression: '$.token' }],
    steps: [
      {
        name: 'me',
        url: 'https://example.com/api/me',
        headers: [{ name: 'Authorization', value: 'Bearer {{token}}' }],
        json: [{ path: '$.active', operator: 'equals', value: true }],
      },
    ],
  },
  defaults: { check_interval: 300, timeout: 30 },
  timeoutRange: { min: 5, max: 120 },
  host: ({ url }) => hostOf(url),
  reaches: (options) => [...new Set(requestsOf(options).flatMap(({ request }) => hostsOf(request)))],
  look,
})

interface Numbered {
  readonly name: string
  readonly request: ApiRequest
}

const requestsOf = ({ steps, ...first }: ApiOptions): Numbered[] => [
  { name: '1', request: first },
  ...steps.map(({ name, ...request }) => ({ name, request })),
]

const named = ({ name, request: { method } }: Numbered, index: number): Text =>
  index === 0
    ? text(`${method} · 첫 요청`, `${method} · first request`)
    : text(`${method} · ${name}`, `${method} · ${name}`)

/** A request of the chain and what came of it; nothing for those after the one that failed. */
interface Played extends Numbered {
  readonly ran?: Ran
}

async function look(options: ApiOptions, context: LookContext): Promise<Seen> {
  const { clock, timeoutMs, tell } = context
  const startedAt = clock.monotonic()
  const values = new Map<string, string | number | boolean>(options.variables.map(({ name, value }) => [name, value]))
  const played: Played[] = []
  const requests = requestsOf(options)
  const plan = requests.map(named)
  for (const [index, { name, request }] of requests.entries()) {
    if (played.some(({ ran }) => ran === undefined || hasFailed(ran))) {
      played.push({ name, request })
      continue
    }
    // Of a chain: a single request is told by its phases.
    if (plan.length > 1)
      tell?.({
        phase: 'step',
        label: plan[index] as Text,
        step: { number: index + 1, total: plan.length },
        ...(index === 0 ? { plan } : {}),
      })
    const leftMs = Math.max(1, timeoutMs - (clock.monotonic() - startedAt))
    const ran = await runRequest(request, options, values, { ...context, timeoutMs: leftMs })
    for (const [key, value] of ran.captured) values.set(key, value)
    played.push({ name, request, ran })
  }
  const seen = outcomeOf(played, clock.monotonic() - startedAt)
  return withoutSecrets(seen, secretsOf(played, values))
}

const hasFailed = ({ seen }: Ran): boolean => seen.state === 'down' || seen.state === 'unknown'

/** The request that failed speaks for the chain, else one that was slow, else the last one. */
function outcomeOf(played: readonly Played[], durationMs: number): Seen {
  const done = played.flatMap((one) => (one.ran ? [{ ...one, ran: one.ran }] : []))
  const decisive =
    done.find(({ ran }) => hasFailed(ran)) ?? done.find(({ ran }) => ran.seen.state === 'degraded') ?? done.at(-1)
  if (!decisive) throw new Error('a chain has at least one request')
  const { seen } = decisive.ran
  const isChain = played.length > 1
  const assertions = done.flatMap(({ name, ran }) =>
    (ran.seen.assertions ?? []).map((one) => (isChain ? { ...one, what: `${name}: ${one.what}` } : one)),
  )
  return {
    ...seen,
    durationMs,
    timings: summed(done.map(({ ran }) => ran.seen.timings ?? {})),
    assertions,
    message: isChain ? chainText(played, decisive, seen) : seen.message,
    evidence: {
      all_passed: done.length === played.length && assertions.every(({ passed }) => passed),
      ...(isChain ? { steps: played.map(stepOf) } : {}),
      ...savedValues(played),
      ...seen.evidence,
      ...responseOf(decisive.ran),
    },
  }
}

function chainText(played: readonly Played[], decisive: Played, { state, message }: Seen): Text {
  if (state === 'up')
    return text(`요청 ${played.length}개가 모두 통과했습니다.`, `All ${played.length} requests passed.`)
  const at = played.findIndex(({ request }) => request === decisive.request) + 1
  const named = at === 1 ? '' : ` (${decisive.name})`
  return text(
    `${played.length}개 요청 중 ${at}번째${named}: ${message.ko}`,
    `Request ${at} of ${played.length}${named}: ${message.en}`,
  )
}

/** Addresses as written, not as filled: a value that was saved has no business in a result. */
const stepOf = ({ name, request, ran }: Played, index: number): StepSeen & { status: number | null } => ({
  step_number: index + 1,
  action: request.method,
  description: index === 0 ? null : name,
  target: request.url.slice(0, 500),
  status: ran?.answer?.status ?? null,
  passed: ran !== undefined && !hasFailed(ran),
  skipped: ran === undefined,
  duration_ms: Math.round(ran?.seen.durationMs ?? 0),
  error_message: ran && ran.seen.state !== 'up' ? ran.seen.message : null,
})

/** What was saved, where it may be seen. */
function savedValues(played: readonly Played[]): { saved?: Record<string, string | number | boolean> } {
  const saved: Record<string, string | number | boolean> = {}
  for (const { request, ran } of played) {
    for (const { name, is_hidden } of request.captures) {
      const value = ran?.captured.get(name)
      if (value !== undefined) saved[name] = is_hidden ? '•••' : typeof value === 'string' ? value.slice(0, 200) : value
    }
  }
  return Object.keys(saved).length > 0 ? { saved } : {}
}

function responseOf({ answer, shown }: Ran): Record<string, unknown> {
  if (!answer || shown === undefined) return {}
  const type = answer.headers['content-type']
  return {
    ...(type ? { content_type: type.slice(0, 200) } : {}),
    is_json: /json/i.test(type ?? '') || isJson(shown),
    response_body: shown.slice(0, shownLength),
  }
}

function isJson(text: string): boolean {
  try {
    return JSON.parse(text) !== undefined
  } catch {
    return false
  }
}

const phases = ['dns_ms', 'connect_ms', 'tls_ms', 'ttfb_ms', 'download_ms'] as const

function summed(all: readonly Timings[]): Timings {
  return Object.fromEntries(
    phases.flatMap((phase) => {
      const given = all.flatMap((timings) => timings[phase] ?? [])
      return given.length === 0 ? [] : [[phase, Math.round(given.reduce((sum, ms) => sum + ms, 0) * 100) / 100]]
    }),
  )
}

/** A short number is no secret, whatever it is called: taking every 1 out of a result would say more than leaving it in. */
const shortestNumber = 6

function secretsOf(played: readonly Played[], values: Values): string[] {
  const secret = played.flatMap(({ request }) =>
    request.captures.filter(({ is_hidden }) => is_hidden).map(({ name }) => values.get(name)),
  )
  const texts = secret.flatMap((value) =>
    typeof value === 'string'
      ? [value]
      : String(value).length >= shortestNumber && typeof value === 'number'
        ? [String(value)]
        : [],
  )
  const tokens = played.flatMap(({ ran }) => ran?.tokens ?? [])
  return [...texts, ...tokens].flatMap(spellingsOf).sort((a, b) => b.length - a.length)
}
