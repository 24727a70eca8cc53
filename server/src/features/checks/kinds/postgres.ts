import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import type { Conversation } from '#platform/outbound/index.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { runQuery } from './postgres/run-query.ts'
import { signIn } from './postgres/sign-in.ts'
import { notPostgres, sslRequest, startup, terminate } from './postgres/wire.ts'
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
import type { Refusal } from './shared/server-refusal.ts'
import { needsUser } from './shared/sql-options.ts'

const options = z
  .strictObject({
    host: hostField(),
    port: portField(5432),
    security: securityField(),
    ...signInFields(),
    database: plainText(63)
      .optional()
      .meta({
        label: text('데이터베이스', 'Database'),
        help: text('비워 두면 사용자 이름과 같은 이름입니다.', 'Left empty, the one named like the user.'),
        section: sections.auth,
      }),
    query: queryField(),
    ...expectedValueFields(),
    ...tlsFields(),
  })
  .check(needsUser)
type PostgresOptions = z.output<typeof options>

export const postgres = checkKind({
  label: text('PostgreSQL', 'PostgreSQL'),
  summary: text(
    'PostgreSQL에 접속해 로그인하고, 원하면 읽기 쿼리의 값을 확인합니다.',
    'Signs in to PostgreSQL and, if wanted, looks at the value of a query that reads.',
  ),
  group: 'data',
  options,
  example: {
    host: 'db.example.com',
    port: 5432,
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

async function look(asked: PostgresOptions, context: LookContext): Promise<Seen> {
  const request = conversationWith(asked, false, context)
  const limitMs = context.timeoutMs * statementShare
  const answer = await context.outbound.converse(request, (talk) => dialogue(talk, asked, limitMs))
  return conversedLook(answer, ({ refusal, rows, parameters = {} }) => ({
    refusal,
    assertions: rows ? judgeValue('query', rows.value, asked) : [],
    evidence: { ...parameters, ...(rows ? queryEvidence(rows) : {}) },
    message: rows
      ? text('PostgreSQL이 쿼리에 답했습니다.', 'PostgreSQL answered the query.')
      : text('PostgreSQL이 응답합니다.', 'PostgreSQL answers.'),
  }))
}

interface PostgresSeen {
  readonly refusal?: Refusal | undefined
  readonly rows?: QueryRows
  readonly parameters?: Readonly<Record<string, string>>
}

async function dialogue(talk: Conversation, asked: PostgresOptions, limitMs: number): Promise<PostgresSeen> {
  if (asked.security === 'tls') {
    const refusal = await secure(talk)
    if (refusal) return { refusal }
  }
  talk.step('sign_in')
  const username = asked.username ?? nobody
  const database = asked.database ?? username
  talk.write(startup({ user: username, database, application_name: 'bongsu', client_encoding: 'UTF8' }))
  const { password } = asked
  const signedIn = await signIn(talk, { username, password, isAnonymous: asked.username === undefined })
  if (signedIn.refusal || signedIn.wantsSignIn || asked.query === undefined) {
    talk.write(terminate)
    return signedIn
  }
  talk.step('query')
  const result = await runQuery(talk, asked.query, limitMs)
  talk.write(terminate)
  const { parameters } = signedIn
  return 'reason' in result ? { refusal: result, parameters } : { rows: result, parameters }
}

/** One byte answers: S begins TLS, N has none, and a server that is full says so in an error. */
async function secure(talk: Conversation): Promise<Refusal | undefined> {
  talk.step('starttls')
  talk.write(sslRequest)
  const answer = (await talk.read(1)).toString('latin1')
  if (answer === 'N') return { reason: 'no_tls', code: 'SSLRequest', said: '' }
  if (answer !== 'S') throw notPostgres()
  await talk.secure()
  return undefined
}
