import { day } from '#kernel/clock.ts'
import type { Tx } from '#platform/db/contract.ts'
import { waitAfter } from './person.ts'

/** Whose sign-ins, from where. */
export interface ThrottleKey {
  readonly subject: string
  readonly source: string
  /** Failures before anybody has to wait. */
  readonly free: number
}

export type Admission =
  | { readonly admitted: true; readonly failures: number; readonly blockedUntil: number }
  | { readonly admitted: false; readonly blockedUntil: number }

/** Failures are forgotten after a day without another. */
const memory = day

/**
 * Counts an attempt as failed before its password is looked at, and takes that back when it was right: a hundred guesses
 * sent at once are then a hundred counted guesses. An attempt that has to wait is not counted, so waits end.
 */
export async function admitAttempt(tx: Tx, key: ThrottleKey, now: number): Promise<Admission> {
  const [row] = await tx.all<{ failures: number }>(
    `insert into sign_in_throttle (subject, source, failures, blocked_until, last_failed_at) values (?, ?, 1, 0, ?)
     on conflict (subject, source) do update set
       failures = case when sign_in_throttle.last_failed_at < ? then 1 else sign_in_throttle.failures + 1 end,
       last_failed_at = excluded.last_failed_at
     where sign_in_throttle.blocked_until <= excluded.last_failed_at
     returning failures`,
    [key.subject, key.source, now, now - memory],
  )
  if (!row) return { admitted: false, blockedUntil: await blockedUntilOf(tx, key) }
  const wait = waitAfter(row.failures, key.free)
  const blockedUntil = wait === 0 ? 0 : now + wait
  if (wait > 0) {
    await tx.run('update sign_in_throttle set blocked_until = ? where subject = ? and source = ?', [
      blockedUntil,
      key.subject,
      key.source,
    ])
  }
  return { admitted: true, failures: row.failures, blockedUntil }
}

async function blockedUntilOf(tx: Tx, key: ThrottleKey): Promise<number> {
  const [row] = await tx.all<{ blocked_until: number }>(
    'select blocked_until from sign_in_throttle where subject = ? and source = ?',
    [key.subject, key.source],
  )
  return row?.blocked_until ?? 0
}

export async function forgetAttempts(tx: Tx, keys: readonly ThrottleKey[]): Promise<void> {
  for (const { subject, source } of keys)
    await tx.run('delete from sign_in_throttle where subject = ? and source = ?', [subject, source])
}

/** Whatever was held against these names, from everywhere. */
export async function forgetSubjects(tx: Tx, subjects: readonly string[]): Promise<number> {
  let forgotten = 0
  for (const subject of subjects) forgotten += await tx.run('delete from sign_in_throttle where subject = ?', [subject])
  return forgotten
}

export const deleteOldAttempts = (tx: Tx, now: number): Promise<number> =>
  tx.run('delete from sign_in_throttle where last_failed_at < ? and blocked_until <= ?', [now - memory, now])
