import { text } from '@bongsu/contract/text.ts'
import { Failure, notFound } from '#kernel/errors.ts'
import type { Actor } from '#kernel/operation.ts'
import type { Db } from '#platform/db/contract.ts'
import type { Person } from './person.ts'
import { findPerson } from './person-store.ts'

/** The person who acts, by themselves or through a personal token. A service token is nobody's. */
export function actingPersonId(actor: Actor): number {
  if (actor.kind === 'person') return actor.personId
  if (actor.kind === 'token' && actor.personId !== null) return actor.personId
  throw new Failure(
    'forbidden',
    text(
      '사람의 계정으로 로그인해야 할 수 있는 작업입니다.',
      'This is for a signed-in person, not for a service token or the system.',
    ),
  )
}

/** For what a token must not do in its owner's name, such as changing the password. */
export function signedInPerson(actor: Actor): { personId: number; sessionId: number } {
  if (actor.kind === 'person') return actor
  throw new Failure(
    'forbidden',
    text('토큰으로는 할 수 없습니다. 직접 로그인해 주세요.', 'A token cannot do this. Please sign in yourself.'),
  )
}

export async function existingPerson(db: Db, id: number): Promise<Person> {
  const person = await findPerson(db, id)
  if (!person) throw notFound(text('사용자', 'The person'))
  return person
}
