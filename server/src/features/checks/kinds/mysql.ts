import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import type { Conversation } from '#platform/outbound/index.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { can, Packets, readGreeting, tlsRequest } from './mysql/packets.ts'
import { isError, refusalOf } from './mysql/refusal.ts'
import { runQuery } from './mysql/run-query.ts'
import { signIn } from './mysql/sign-in.ts'
import {
  conversationWith,
  hostField,
  plainText,
  portField,
  sections,
  securityField,
  signInFields,
  tlsFields,
} from './shared/connection-fields.ts'
import { conversedLook } from './shared/conversed-look.ts'
import { expectedValueFields, judgeValue } from './shared/expected-value.ts'
import { type QueryRows, queryEvidence, queryField } from './shared/read-only-query.ts'
import { oneLine, type Refusal } from './shared/server-refusal.ts'
import { needsUser } from './shared/sql-options.ts'

const options = z
  .strictObject({
    host: hostField(),
    port: portField(3306),
    security: securityField(),
    ...signInFields(),
    database: plainText(64)
      .optional()
      .meta({ label: text('데이터베이스', 'Database'), section: sections.auth }),
    query: queryField(),
    ...expectedValueFields(),
    ...tlsFields(),
  })
  .check(needsUser)
type MysqlOptions = z.output<typeof options>

export const mysql = checkKind({
  label: text('MySQL · MariaDB', 'MySQL · MariaDB'),
  summary: text(
    'MySQL이나 MariaDB에 접속해 로그인하고, 원하면 읽기 쿼리의 값을 확인합니다.',
    'Signs in to MySQL or MariaDB and, if wanted, looks at the value of a query that reads.',
  ),
  group: 'data',
  options,
  example: {
    host: 'db.example.com',
    port: 3306,
    security: 'tls',
    username: 'monitor',
    database: 'app',
    query: 'SELECT count(*) FROM jobs WHERE failed',
    expect: '10',
    comparison: 'less',
  },
  defaults: { check_interval: 300, timeout: 15 },
  host: ({ host }) => host,
  look,
})

/** So that the server's own limit strikes first and can be told from a network that is gone. */
const statementShare = 0.8
/** Somebody who is not expected to exist: whatever the server says to that, it is alive. */
const nobody = 'bongsu'

async function look(asked: MysqlOptions, context: LookContext): Promise<Seen> {
  const request = conversationWith(asked, false, context)
  const limitMs = context.timeoutMs * statementShare
  const answer = await context.outbound.converse(request, (talk) => dialogue(talk, asked, limitMs))
  return conversedLook(answer, ({ refusal, rows, version }) => ({
    refusal,
    assertions: rows ? judgeValue('query', rows.value, asked) : [],
    evidence: {
      ...(version === undefined ? {} : { server_version: oneLine(version, 100) }),
      ...(rows ? queryEvidence(rows) : {}),
    },
    message: rows
      ? text('MySQL이 쿼리에 답했습니다.', 'MySQL answered the query.')
      : text('MySQL이 응답합니다.', 'MySQL answers.'),
  }))
}

interface MysqlSeen {
  readonly refusal?: Refusal
  readonly rows?: QueryRows
  readonly version?: string
}

async function dialogue(talk: Conversation, asked: MysqlOptions, limitMs: number): Promise<MysqlSeen> {
  const packets = new Packets(talk)
  talk.step('greeting')
  const first = await packets.read()
  if (isError(first)) return { refusal: refusalOf(first) }
  const greeting = readGreeting(first)
  const { version } = greeting
  const isSecure = asked.security === 'tls'
  if (isSecure) {
    if ((greeting.abilities & can.tls) === 0) return { version, refusal: { reason: 'no_tls', code: 'SSL', said: '' } }
    talk.step('starttls')
    packets.write(tlsRequest(asked.database))
    await talk.secure()
  }
  talk.step('sign_in')
  const signedIn = await signIn(packets, greeting, {
    username: asked.username ?? nobody,
    password: asked.password ?? '',
    database: asked.database,
    isAnonymous: asked.username === undefined,
    isSecure,
  })
  if (typeof signedIn !== 'string') return { version, refusal: signedIn }
  if (signedIn === 'wants-sign-in') return { version }
  if (asked.query === undefined) {
    packets.quit()
    return { version }
  }
  talk.step('query')
  const result = await runQuery(packets, asked.query, limitMs, version)
  packets.quit()
  return 'reason' in result ? { version, refusal: result } : { version, rows: result }
}
