import { hash } from 'node:crypto'
import type { Actor, Origin } from '#kernel/operation.ts'
import type { AuditEntry } from '#platform/operations/runner.ts'

/** One line as it is stored: everything the hash covers, in the order it covers it. */
export interface AuditLine {
  readonly id: number
  readonly at: number
  readonly actor_kind: Actor['kind']
  readonly actor_id: number | null
  /** The person behind the actor: also of a personal token. */
  readonly person_id: number | null
  readonly actor_name: string | null
  readonly door: Origin['door']
  readonly address: string | null
  readonly user_agent: string | null
  readonly action: string
  readonly target_kind: string | null
  readonly target_id: string | null
  readonly target_label: string | null
  readonly outcome: AuditEntry['outcome']
  readonly input: string | null
  readonly details: string | null
}

export interface StoredAuditLine extends AuditLine {
  readonly hash: string
}

/** The hash of a line: over the previous line's hash and every column, in a fixed order, as JSON. */
export function chainHash(previous: string, line: AuditLine): string {
  const covered = [
    line.id,
    line.at,
    line.actor_kind,
    line.actor_id,
    line.person_id,
    line.actor_name,
    line.door,
    line.address,
    line.user_agent,
    line.action,
    line.target_kind,
    line.target_id,
    line.target_label,
    line.outcome,
    line.input,
    line.details,
  ]
  return hash('sha256', `${previous}\n${JSON.stringify(covered)}`)
}

export function lineOf(entry: AuditEntry, id: number, at: number): AuditLine {
  const { actor, origin, target } = entry
  return {
    id,
    at,
    actor_kind: actor.kind,
    actor_id: actor.kind === 'person' ? actor.personId : actor.kind === 'token' ? actor.tokenId : null,
    person_id: actor.kind === 'person' || actor.kind === 'token' ? actor.personId : null,
    actor_name: actor.kind === 'anonymous' ? null : storable(actor.name, 200),
    door: origin.door,
    address: storable(origin.address, 100),
    user_agent: storable(origin.userAgent, 300),
    action: entry.action,
    target_kind: storable(target?.kind, 100),
    target_id: storable(target === undefined ? undefined : String(target.id), 100),
    target_label: storable(target?.label, 200),
    outcome: entry.outcome,
    input: json(entry.input),
    details: json(entry.details),
  }
}

/**
 * Text that both engines give back unchanged: PostgreSQL refuses NUL and mends half characters, which would break the
 * chain. Control characters go too, as they have no business in a record that people read.
 */
function storable(value: string | undefined, length: number): string | null {
  if (value === undefined) return null
  return value
    .slice(0, length)
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')
}

const maxJson = 20_000

/** JSON escapes control and half characters by itself. Something huge is replaced, not cut into broken JSON. */
function json(value: unknown): string | null {
  if (value === undefined || value === null) return null
  const encoded = JSON.stringify(value)
  return encoded.length <= maxJson ? encoded : JSON.stringify({ cut: `${encoded.length} characters` })
}
