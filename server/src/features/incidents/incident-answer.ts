import type { incidentDetail } from '@bongsu/contract/incidents.ts'
import type { z } from 'zod'
import type { Context } from '#platform/operations/operation.ts'
import { eventsOf } from './incident-event-store.ts'
import { eventToView, incidentViews } from './incident-view.ts'
import { requireIncident } from './require-incident.ts'

/** An incident in full, as every verb that looks at one answers. */
export async function incidentAnswer(ctx: Context, id: number): Promise<z.input<typeof incidentDetail>> {
  const incident = await requireIncident(ctx.db, id)
  const [view] = await incidentViews(ctx, [incident])
  if (!view) throw new Error('an incident has exactly one view')
  const timeline = (await eventsOf(ctx.db, id)).map((event) => eventToView(event, ctx.language))
  return {
    ...view,
    evidence: incident.evidence === null ? null : { ...incident.evidence },
    timeline,
    deliveries: timeline.filter((event) => event.kind === 'told' || event.kind === 'not_told'),
  }
}
