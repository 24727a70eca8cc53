import type { Text } from '@bongsu/contract/text.ts'
import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db/contract.ts'
import type { IncidentEvent, NewIncidentEvent } from './incident.ts'
import type { IncidentEventRow } from './incident-tables.ts'

const columns = {
  incident_id: 'bigint',
  at: 'bigint',
  kind: 'text',
  message: 'text',
  details: 'text',
  person_id: 'bigint',
  person_name: 'text',
} as const

export async function addEvents(tx: Tx, events: readonly NewIncidentEvent[]): Promise<void> {
  const rows = events.map((event) => [
    event.incidentId,
    event.at,
    event.kind,
    JSON.stringify(event.message),
    event.details ? JSON.stringify(event.details) : null,
    event.personId ?? null,
    event.personName ?? null,
  ])
  await tx.insertMany('incident_event', columns, rows)
}

const mostEvents = 1000

/** The timeline in order; of one moment in the order it was written. */
export async function eventsOf(db: Db, incidentId: number): Promise<IncidentEvent[]> {
  const rows = await db.all<Selectable<IncidentEventRow>>(
    'select * from incident_event where incident_id = ? order by at, id limit ?',
    [incidentId, mostEvents],
  )
  return rows.map((row) => ({
    id: row.id,
    incidentId: row.incident_id,
    at: row.at,
    kind: row.kind,
    // Safe because only this file writes these columns.
    message: JSON.parse(row.message) as Text,
    details: row.details === null ? null : (JSON.parse(row.details) as Record<string, unknown>),
    personId: row.person_id,
    personName: row.person_name,
  }))
}

export async function countEvents(db: Db, incidentId: number, kind: IncidentEvent['kind']): Promise<number> {
  const [row] = await db.all<{ n: number }>(
    'select count(*) as n from incident_event where incident_id = ? and kind = ?',
    [incidentId, kind],
  )
  return Number(row?.n ?? 0)
}
