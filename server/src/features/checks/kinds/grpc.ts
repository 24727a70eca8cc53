import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { type Http2Answer, headerProblem, ProtocolViolation } from '#platform/outbound/index.ts'
import { result } from '../judging/assertions.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { healthPath, healthRequest, readHealthResponse, type ServingState } from './grpc/health.ts'
import {
  hostField,
  plainText,
  portField,
  sections,
  securityField,
  tlsFields,
  tlsOptionsOf,
} from './shared/connection-fields.ts'
import { securityEvidence } from './shared/conversed-look.ts'
import { failedLook } from './shared/failed-look.ts'
import { ipChoice, saying } from './shared/fields.ts'
import { oneLine, type Refusal, refusedPart } from './shared/server-refusal.ts'

/** RFC 9113 writes them in lower case; these belong to the protocol. */
const reserved =
  /^(?::.*|grpc-.*|te|content-type|content-length|connection|keep-alive|proxy-connection|upgrade|http2-settings|host|transfer-encoding|.*-bin)$/i

const metadataField = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(100)
      .meta({ label: text('이름', 'Name') }),
    value: z
      .string()
      .max(4000)
      .meta({ label: text('값', 'Value'), secret: true }),
  })
  .check(
    saying(({ name, value }) =>
      reserved.test(name)
        ? text(`"${name}"은(는) 쓸 수 없는 이름입니다.`, `"${name}" cannot be used here.`)
        : headerProblem(name, value),
    ),
  )

const options = z.strictObject({
  host: hostField(),
  port: portField(50_051),
  security: securityField(),
  service: plainText(200)
    .optional()
    .meta({
      label: text('서비스', 'Service'),
      help: text('비워 두면 서버 전체의 상태를 묻습니다.', 'Left empty, the server as a whole is asked about.'),
    }),
  metadata: z
    .array(metadataField)
    .max(20)
    .default([])
    .meta({
      label: text('메타데이터', 'Metadata'),
      help: text('값은 저장 후 다시 보이지 않습니다.', 'Values are never shown again once saved.'),
      section: sections.auth,
      advanced: true,
    }),
  ...tlsFields(),
})
type GrpcOptions = z.output<typeof options>

export const grpc = checkKind({
  label: text('gRPC', 'gRPC'),
  summary: text(
    'gRPC 표준 상태 확인(grpc.health.v1)에 SERVING이라고 답하는지 확인합니다.',
    'Looks whether the standard gRPC health service (grpc.health.v1) says SERVING.',
  ),
  group: 'web',
  options,
  example: { host: 'api.example.com', port: 443, security: 'tls', service: 'orders.v1.Orders' },
  defaults: { check_interval: 300, timeout: 10 },
  host: ({ host }) => host,
  look,
})

async function look(asked: GrpcOptions, { outbound, signal, timeoutMs }: LookContext): Promise<Seen> {
  const answer = await outbound.http2({
    host: asked.host,
    port: asked.port,
    ip: ipChoice[asked.ip_version],
    startSecure: asked.security === 'tls',
    tls: tlsOptionsOf(asked),
    path: healthPath,
    headers: {
      ...Object.fromEntries(asked.metadata.map(({ name, value }) => [name.toLowerCase(), value])),
      'content-type': 'application/grpc',
      te: 'trailers',
      'grpc-timeout': `${Math.ceil(timeoutMs)}m`,
      'user-agent': 'bongsu',
    },
    body: healthRequest(asked.service ?? ''),
    timeoutMs,
    signal,
  })
  if (!answer.ok) return failedLook(answer)
  const base = { durationMs: answer.durationMs, timings: answer.timings, statusCode: answer.status }
  const { address, port } = answer.remote
  const evidence = { address, port, service: asked.service ?? '', ...securityEvidence(answer.security) }
  const seen = { ...base, ...judge(answer, asked) }
  return { ...seen, evidence: { ...evidence, ...seen.evidence } }
}

type Judged = Pick<Seen, 'state' | 'errorCode' | 'message' | 'evidence' | 'assertions'>

function judge(answer: Http2Answer, asked: GrpcOptions): Judged {
  const { status, headers, trailers } = answer
  if (status !== 200)
    return notGrpc(text(`HTTP ${status}(으)로 답했습니다.`, `It answered HTTP ${status}.`), { status })
  if (!/^application\/grpc\b/i.test(headers['content-type'] ?? ''))
    return notGrpc(text('gRPC가 아닌 응답입니다.', 'The answer is not gRPC.'), {
      content_type: oneLine(headers['content-type'] ?? '', 100),
    })
  const code = trailers['grpc-status'] ?? headers['grpc-status'] ?? ''
  if (code !== '0') {
    const refusal = refusalOf(code, decoded(trailers['grpc-message'] ?? headers['grpc-message'] ?? ''))
    const part = refusedPart(refusal)
    return { ...part, evidence: { grpc_status: nameOf(code), ...part.evidence } }
  }
  try {
    return judgeState(readHealthResponse(answer.body), asked)
  } catch (error) {
    if (!(error instanceof ProtocolViolation)) throw error
    return { state: 'down', errorCode: 'assertion', message: error.text, evidence: { grpc_status: 'OK' } }
  }
}

function judgeState(state: ServingState, { service }: GrpcOptions): Judged {
  const passed = state === 'SERVING'
  const assertions = [result(service ? `health of ${service}` : 'health', 'SERVING', state, passed)]
  const evidence = { grpc_status: 'OK', health: state }
  return passed
    ? { state: 'up', message: text('서비스가 SERVING 상태입니다.', 'The service is SERVING.'), assertions, evidence }
    : {
        state: 'down',
        errorCode: 'assertion',
        message: text(`서비스가 ${state} 상태입니다.`, `The service is ${state}.`),
        assertions,
        evidence,
      }
}

const notGrpc = (message: Text, evidence: Readonly<Record<string, unknown>>): Judged => ({
  state: 'down',
  errorCode: 'http',
  message,
  evidence,
})

const names = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const

const nameOf = (code: string): string => (/^\d{1,2}$/.test(code) ? (names[Number(code)] ?? code) : 'none')

/** NOT_FOUND: the health service does not know the name. UNIMPLEMENTED: there is no health service. */
function refusalOf(code: string, said: string): Refusal {
  const name = nameOf(code)
  if (name === 'UNAUTHENTICATED') return { reason: 'auth', code: name, said }
  if (name === 'PERMISSION_DENIED') return { reason: 'permission', code: name, said }
  if (name === 'UNAVAILABLE' || name === 'RESOURCE_EXHAUSTED') return { reason: 'not_ready', code: name, said }
  if (name === 'DEADLINE_EXCEEDED') return { reason: 'query_timeout', code: name, said }
  return { reason: 'other', code: name, said }
}

/** grpc-message is percent-encoded UTF-8. */
function decoded(message: string): string {
  try {
    return decodeURIComponent(message)
  } catch {
    return message
  }
}
