import { type Text, text } from '@bongsu/contract/text.ts'
import { Failure } from '#kernel/errors.ts'
import type { Db, Tx } from '#platform/db/contract.ts'
import { changePerson, type PersonChange, takenNames } from './person-store.ts'

interface Names {
  readonly email?: string | undefined
  readonly login_id?: string | null | undefined
}

/** 409 with the fields that collide, so that the form can point at them. */
export async function requireFreeNames(db: Db, names: Names, exceptId?: number): Promise<void> {
  const taken = await takenNames(db, { email: names.email, loginId: names.login_id }, exceptId)
  if (taken.length > 0) throw duplicate(taken)
}

/** For the insert that somebody else's won against. */
export async function duplicateOf(db: Db, names: Names): Promise<Failure> {
  const taken = await takenNames(db, { email: names.email, loginId: names.login_id })
  return duplicate(taken.length > 0 ? taken : ['email'])
}

/** Changes a person after looking whether the new names are free; the index decides between two who look at once. */
export async function changeNamedPerson(tx: Tx, id: number, change: PersonChange, now: number): Promise<void> {
  await requireFreeNames(tx, change, id)
  try {
    await changePerson(tx, id, change, now)
  } catch (error) {
    const { code } = error as { code?: string }
    if (code !== 'SQLITE_CONSTRAINT_UNIQUE' && code !== uniqueViolation) throw error
    throw duplicate([change.email === undefined ? 'login_id' : 'email'])
  }
}

/** PostgreSQL's code. */
const uniqueViolation = '23505'

const messages: Readonly<Record<'email' | 'login_id', Text>> = {
  email: text('이미 사용 중인 이메일입니다.', 'This e-mail address is already in use.'),
  login_id: text('이미 사용 중인 로그인 ID입니다.', 'This login id is already in use.'),
}

const duplicate = (taken: readonly ('email' | 'login_id')[]): Failure =>
  new Failure('conflict', messages[taken[0] ?? 'email'], {
    fields: taken.map((path) => ({ path, message: messages[path] })),
  })
