import { incidentDetail } from '@bongsu/contract/incidents.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { incidentAnswer } from './incident-answer.ts'
import { addEvents } from './incident-event-store.ts'
import { incidentTouched } from './incident-events.ts'
import { clearAcknowledged, setAcknowledged } from './incident-store.ts'
import { doerOf, requireIncident, requireOpen } from './require-incident.ts'

const note = z.string().trim().min(1).max(2000)

export const acknowledgeIncident = operation({
  name: 'acknowledge-incident',
  summary: text(
    '장애를 확인했다고 표시합니다. 반복 알림이 멈춥니다.',
    'Says that somebody takes care of an incident. Reminders stop.',
  ),
  access: 'incidents.write',
  effect: 'write',
  tool: true,
  http: { method: 'POST', path: '/api/v1/incidents/{id}/acknowledge' },
  input: z.strictObject({ id: z.int().min(1), note: note.optional() }),
  output: incidentDetail,
  async run(ctx, input) {
    const incident = await requireIncident(ctx.tx, input.id)
    requireOpen(incident)
    const at = ctx.clock.now()
    const doer = doerOf(ctx.actor)
    // Somebody was faster: it is acknowledged, which is what was asked for.
    if (await setAcknowledged(ctx.tx, incident.id, at, doer)) {
      const message = text(`${doer.name}님이 확인했습니다.`, `Acknowledged by ${doer.name}.`)
      const line = { incidentId: incident.id, at, personId: doer.personId, personName: doer.name }
      await addEvents(ctx.tx, [{ ...line, kind: 'acknowledged', message }])
      if (input.note) await addEvents(ctx.tx, [{ ...line, kind: 'note', message: text(input.note, input.note) }])
      const { id, monitorId, projectId } = incident
      await ctx.tx.emit(incidentTouched, { incidentId: id, monitorId, projectId, what: 'acknowledged' })
    }
    ctx.audit({ target: { kind: 'incident', id: incident.id, label: incident.monitorName } })
    return incidentAnswer(ctx, incident.id)
  },
})

export const unacknowledgeIncident = operation({
  name: 'unacknowledge-incident',
  summary: text('장애 확인 표시를 거둡니다.', 'Takes back that somebody takes care of an incident.'),
  access: 'incidents.write',
  effect: 'write',
  tool: true,
  http: { method: 'POST', path: '/api/v1/incidents/{id}/unacknowledge' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: incidentDetail,
  async run(ctx, input) {
    const incident = await requireIncident(ctx.tx, input.id)
    requireOpen(incident)
    const at = ctx.clock.now()
    const doer = doerOf(ctx.actor)
    if (await clearAcknowledged(ctx.tx, incident.id)) {
      const message = text(`${doer.name}님이 확인을 취소했습니다.`, `Acknowledgement taken back by ${doer.name}.`)
      const { id, monitorId, projectId } = incident
      await addEvents(ctx.tx, [
        { incidentId: id, at, kind: 'unacknowledged', message, personId: doer.personId, personName: doer.name },
      ])
      await ctx.tx.emit(incidentTouched, { incidentId: id, monitorId, projectId, what: 'unacknowledged' })
    }
    ctx.audit({ target: { kind: 'incident', id: incident.id, label: incident.monitorName } })
    return incidentAnswer(ctx, incident.id)
  },
})
