import { mayRole, type Permission } from '@bongsu/contract/permissions.ts'
import { type Language, type Text, text } from '@bongsu/contract/text.ts'
import type { TokenScope } from '@bongsu/contract/tokens.ts'
import type { Clock } from '#kernel/clock.ts'
import { Failure, isFailure } from '#kernel/errors.ts'
import type { Actor, Origin } from '#kernel/operation.ts'
import type { Services } from '#kernel/service.ts'
import { withoutSecrets } from '#kernel/without-secrets.ts'
import type { Database, Tx } from '#platform/db/contract.ts'
import { type AnyOperation, type AuditNote, type Context, type Cookies, noCookies } from './operation.ts'
import { parseInput } from './parse.ts'

export interface Call {
  readonly actor: Actor
  readonly language: Language
  readonly origin: Origin
  readonly signal: AbortSignal
  readonly cookies?: Cookies
  /** Told what an operation with `progress` is doing. */
  readonly onProgress?: Context['onProgress']
}

export type AuditOutcome = 'done' | 'refused' | 'failed'

export interface AuditEntry extends AuditNote {
  readonly action: string
  readonly actor: Actor
  readonly origin: Origin
  readonly outcome: AuditOutcome
  readonly input: unknown
}

/** Writes one audit line in the given transaction. The audit room provides it. */
export type WriteAudit = (tx: Tx, entry: AuditEntry) => Promise<void>

export interface RunnerParts {
  readonly database: Database
  readonly clock: Clock
  readonly services: Services
  readonly writeAudit: WriteAudit
  /** Tests check that every answer fits its schema; production trusts the views. */
  readonly checkOutput?: boolean
}

export type RunOperation = (operation: AnyOperation, rawInput: unknown, call: Call) => Promise<unknown>

/**
 * The beats of every verb, whichever door it came through: permission, parse, transaction, work, audit in the same
 * transaction; events leave after the commit. Reads are not audited; a refused or failed write is.
 */
export function createRunner(parts: RunnerParts): RunOperation {
  const { database, services, clock } = parts

  return async (operation, rawInput, call) => {
    const writes = operation.effect !== 'read'
    let input: unknown
    try {
      requireAccess(operation, call.actor)
      input = parseInput(operation.input, rawInput ?? {}, call.language)
      const output = writes ? await write(operation, input, call) : await read(operation, input, call)
      if (parts.checkOutput) operation.output.parse(output)
      return output
    } catch (error) {
      if (writes) await recordRefusal(operation, input, call, error)
      throw error
    }
  }

  async function read(operation: AnyOperation, input: unknown, call: Call): Promise<unknown> {
    return operation.run(context(call, { transaction: refuseToWrite }).ctx, input as Record<string, unknown>)
  }

  async function write(operation: AnyOperation, input: unknown, call: Call): Promise<unknown> {
    if (operation.transaction === 'none') return writeFreely(operation, input, call)
    return database.transaction(async (tx) => {
      const { ctx, note } = context(call, { tx, transaction: (work) => work(tx) })
      const output = await operation.run(ctx, input as Record<string, unknown>)
      await parts.writeAudit(tx, entry(operation, input, call, 'done', note()))
      return output
    })
  }

  /** The audit line goes into the verb's own transaction if it opens one, else into one of its own at the end. */
  async function writeFreely(operation: AnyOperation, input: unknown, call: Call): Promise<unknown> {
    let audited = false
    const { ctx, note } = context(call, {
      transaction: (work) =>
        database.transaction(async (tx) => {
          const result = await work(tx)
          await parts.writeAudit(tx, entry(operation, input, call, 'done', note()))
          audited = true
          return result
        }),
    })
    const output = await operation.run(ctx, input as Record<string, unknown>)
    if (!audited)
      await database.transaction((tx) => parts.writeAudit(tx, entry(operation, input, call, 'done', note())))
    return output
  }

  async function recordRefusal(operation: AnyOperation, input: unknown, call: Call, error: unknown): Promise<void> {
    // A stranger who is told to sign in leaves no line: anybody could fill the log that way.
    if (call.actor.kind === 'anonymous' && isFailure(error, 'unauthenticated')) return
    if (isFailure(error, 'validation') && input === undefined) return
    const outcome: AuditOutcome = isFailure(error) ? 'refused' : 'failed'
    const details = { code: isFailure(error) ? error.code : 'internal' }
    // The refusal itself is what the caller must see, also when the record cannot be written.
    await database
      .transaction((tx) => parts.writeAudit(tx, entry(operation, input, call, outcome, { details })))
      .catch(() => undefined)
  }

  function context(
    call: Call,
    writing: Pick<Context, 'transaction'> & { tx?: Tx },
  ): { ctx: Context; note: () => AuditNote } {
    let note: AuditNote = {}
    const ctx: Context = {
      ...call,
      cookies: call.cookies ?? noCookies,
      clock,
      db: writing.tx ?? database,
      get tx() {
        return writing.tx ?? refuseToWrite()
      },
      use: (key) => services.use(key),
      transaction: writing.transaction,
      audit: (more) => {
        note = { ...note, ...more, details: { ...note.details, ...more.details } }
      },
    }
    return { ctx, note: () => note }
  }
}

function refuseToWrite(): never {
  throw new Error('this verb is declared as one that reads: it has no transaction')
}

export function requireAccess(operation: AnyOperation, actor: Actor): void {
  if (operation.access === 'public' || actor.kind === 'system') return
  if (actor.kind === 'anonymous') {
    throw new Failure('unauthenticated', actor.reason ?? text('로그인이 필요합니다.', 'Please sign in.'))
  }
  if (!mayRole(actor.role, operation.access)) {
    throw new Failure('forbidden', lacking(operation.access), { permission: operation.access, role: actor.role })
  }
  if (actor.kind === 'token') requireScope(operation, actor.scopes)
}

/** Who may is said in words that people know; the permission itself is in the details. */
function lacking(permission: Permission): Text {
  if (mayRole('user', permission))
    return text('읽기 전용 계정은 이 작업을 수행할 수 없습니다.', 'An account that only reads cannot do this.')
  if (mayRole('manager', permission))
    return text('매니저 이상 권한이 필요합니다.', 'This needs the role of a manager or an administrator.')
  return text('관리자 권한이 필요합니다.', 'This needs the role of an administrator.')
}

function requireScope(operation: AnyOperation, scopes: readonly TokenScope[]): void {
  const scope = operation.scope ?? (operation.effect === 'read' ? 'read' : 'write')
  if (scopes.includes(scope)) return
  throw new Failure(
    'forbidden',
    text(
      `이 토큰에는 "${scope}" 범위가 없습니다. 토큰의 범위: ${scopes.join(', ') || '없음'}.`,
      `This token does not have the scope "${scope}". Its scopes: ${scopes.join(', ') || 'none'}.`,
    ),
    { scope },
  )
}

const entry = (
  operation: AnyOperation,
  input: unknown,
  call: Call,
  outcome: AuditOutcome,
  note: AuditNote,
): AuditEntry => ({
  action: operation.name,
  actor: call.actor,
  origin: call.origin,
  outcome,
  input: withoutSecrets(input, {
    text: 500,
    items: 50,
    hides: (field) => isCode(field) || (operation.unrecorded ?? []).includes(field),
  }),
  ...note,
})

/** Codes of set-up, invitations and second factors too: whoever has one needs nothing else. */
const isCode = (field: string): boolean => /code$/i.test(field)
