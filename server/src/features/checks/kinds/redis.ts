import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import type { Conversation } from '#platform/outbound/index.ts'
import { result } from '../judging/assertions.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { commandProblem, wordsOf } from './redis/commands.ts'
import { command, type Reply, readReply } from './redis/resp.ts'
import {
  conversationWith,
  hostField,
  portField,
  sections,
  securityField,
  signInFields,
  tlsFields,
} from './shared/connection-fields.ts'
import { conversedLook } from './shared/conversed-look.ts'
import { expectedValueFields, judgeValue } from './shared/expected-value.ts'
import { saying } from './shared/fields.ts'
import type { Refusal, RefusalReason } from './shared/server-refusal.ts'

const options = z.strictObject({
  host: hostField(),
  port: portField(6379),
  security: securityField(),
  ...signInFields(),
  database: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(0)
    .meta({ label: text('데이터베이스 번호', 'Database number'), section: sections.auth, advanced: true }),
  command: z
    .string()
    .trim()
    .min(1)
    .max(1000)
    .check(saying(commandProblem))
    .default('PING')
    .meta({
      label: text('명령', 'Command'),
      help: text(
        '읽기 명령 하나입니다. 예: GET health, LLEN jobs',
        'One command that reads, such as GET health or LLEN jobs',
      ),
      section: sections.expect,
    }),
  ...expectedValueFields(),
  role: z
    .enum(['any', 'primary', 'replica'])
    .default('any')
    .meta({
      label: text('서버의 역할', 'Role of the server'),
      help: text('쓰기 가능한 주 서버여야 하면 "주 서버"를 고르세요.', 'Choose primary where it must take writes.'),
      choices: {
        any: text('확인하지 않음', 'Either'),
        primary: text('주 서버', 'Primary'),
        replica: text('복제 서버', 'Replica'),
      },
      section: sections.expect,
      advanced: true,
    }),
  ...tlsFields(),
})
type RedisOptions = z.output<typeof options>

export const redis = checkKind({
  label: text('Redis', 'Redis'),
  summary: text(
    'Redis(Valkey 등)에 로그인해 읽기 명령을 보내고 답을 확인합니다.',
    'Signs in to Redis (or Valkey), sends one reading command and looks at the answer.',
  ),
  group: 'data',
  options,
  example: { host: 'redis.example.com', port: 6379, command: 'PING', expect: 'PONG' },
  defaults: { check_interval: 300, timeout: 10 },
  host: ({ host }) => host,
  look,
})

async function look(asked: RedisOptions, context: LookContext): Promise<Seen> {
  const request = conversationWith(asked, asked.security === 'tls', context)
  const answer = await context.outbound.converse(request, (talk) => dialogue(talk, asked))
  return conversedLook(answer, ({ refusal, value, role }) => ({
    refusal,
    assertions: refusal
      ? []
      : [
          ...judgeValue(wordsOf(asked.command)?.[0]?.toUpperCase() ?? '', value, asked),
          ...(asked.role === 'any' ? [] : [result('role', asked.role, role ?? 'unknown', role === asked.role)]),
        ],
    evidence: { ...(refusal ? {} : { value: value?.slice(0, 500) ?? null }), ...(role ? { role } : {}) },
    message: text('Redis 서버가 응답합니다.', 'The Redis server answers.'),
  }))
}

interface RedisSeen {
  readonly refusal?: Refusal
  /** As text, whatever its type; null is Redis' nil. */
  readonly value: string | null
  readonly role?: string | undefined
}

async function dialogue(talk: Conversation, asked: RedisOptions): Promise<RedisSeen> {
  const say = async (step: string, words: readonly string[]): Promise<Reply> => {
    talk.step(step)
    talk.write(command(words))
    return readReply(talk)
  }
  if (asked.password !== undefined) {
    const user = asked.username === undefined ? [] : [asked.username]
    const signedIn = await say('sign_in', ['AUTH', ...user, asked.password])
    if (signedIn.type === 'error') return { value: null, refusal: refusalOf(signedIn.value) }
  }
  if (asked.database !== 0) {
    const selected = await say('select', ['SELECT', String(asked.database)])
    if (selected.type === 'error') return { value: null, refusal: refusalOf(selected.value, 'unknown_database') }
  }
  const answer = await say('command', wordsOf(asked.command) ?? [])
  if (answer.type === 'error') return { value: null, refusal: refusalOf(answer.value) }
  const value = shown(answer)
  if (asked.role === 'any') return { value }
  const info = await say('role', ['INFO', 'replication'])
  if (info.type === 'error') return { value, refusal: refusalOf(info.value) }
  const role = /^role:(\w+)/m.exec(shown(info) ?? '')?.[1]
  return { value, role: role === 'master' ? 'primary' : role === 'slave' ? 'replica' : role }
}

function shown(reply: Reply): string | null {
  if (reply.type === 'nothing') return null
  return reply.type === 'list' ? reply.items.map((item) => shown(item) ?? 'nil').join(', ') : reply.value
}

/** The first word of an error is its code. */
const reasons: Readonly<Record<string, RefusalReason>> = {
  NOAUTH: 'auth',
  WRONGPASS: 'auth',
  NOPERM: 'permission',
  LOADING: 'not_ready',
  MASTERDOWN: 'not_ready',
  BUSY: 'not_ready',
  CLUSTERDOWN: 'not_ready',
  TRYAGAIN: 'not_ready',
  WRONGTYPE: 'bad_request',
  MOVED: 'bad_request',
  ASK: 'bad_request',
}

function refusalOf(said: string, otherwise: RefusalReason = 'other'): Refusal {
  const code = /^([A-Z]+)\b/.exec(said)?.[1] ?? 'ERR'
  if (/max number of clients/i.test(said)) return { reason: 'too_many_connections', code, said }
  // Asked for a password where none is set: the monitor is wrong, not the server.
  if (/without any password configured|wrong number of arguments|unknown command|syntax error/i.test(said))
    return { reason: 'bad_request', code, said }
  // Redis 5 and older.
  if (/invalid password/i.test(said)) return { reason: 'auth', code, said }
  if (/^DENIED/.test(said)) return { reason: 'permission', code: 'DENIED', said }
  return { reason: reasons[code] ?? otherwise, code, said }
}
