import { text } from '@bongsu/contract/text.ts'
import { Failure, notFound } from '#kernel/errors.ts'
import type { Actor } from '#kernel/operation.ts'
import type { Db } from '#platform/db/contract.ts'
import type { Incident } from './incident.ts'
import { type Doer, incidentById } from './incident-store.ts'

export async function requireIncident(db: Db, id: number): Promise<Incident> {
  const incident = await incidentById(db, id)
  if (!incident) throw notFound(text(`장애 ${id}`, `The incident ${id}`))
  return incident
}

export function requireOpen(incident: Incident): void {
  if (incident.resolvedAt === null) return
  throw new Failure('conflict', text('이미 끝난 장애입니다.', 'This incident is over already.'))
}

/** Who acts, for the record. */
export const doerOf = (actor: Actor): Doer =>
  actor.kind === 'anonymous'
    ? { personId: null, name: 'anonymous' }
    : { personId: actor.kind === 'system' ? null : actor.personId, name: actor.name }
