import { incidentDetail } from '@bongsu/contract/incidents.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { Failure } from '#kernel/errors.ts'
import { takeTurn } from '#platform/db/take-turn.ts'
import { operation } from '#platform/operations/operation.ts'
import { incidentAnswer } from './incident-answer.ts'
import { addEvents, countEvents } from './incident-event-store.ts'
import { incidentTouched } from './incident-events.ts'
import { doerOf, requireIncident } from './require-incident.ts'

const mostNotes = 200

export const addIncidentNote = operation({
  name: 'add-incident-note',
  summary: text('장애 경과에 메모를 남깁니다.', 'Adds a note to the timeline of an incident.'),
  access: 'incidents.write',
  effect: 'write',
  tool: true,
  http: { method: 'POST', path: '/api/v1/incidents/{id}/notes', status: 201 },
  input: z.strictObject({ id: z.int().min(1), note: z.string().trim().min(1).max(2000) }),
  output: incidentDetail,
  async run(ctx, input) {
    const incident = await requireIncident(ctx.tx, input.id)
    const { id, monitorId, projectId } = incident
    await takeTurn(ctx.tx, `notes:${id}`)
    if ((await countEvents(ctx.tx, id, 'note')) >= mostNotes) {
      throw new Failure(
        'conflict',
        text(`메모는 장애마다 ${mostNotes}개까지입니다.`, `An incident takes at most ${mostNotes} notes.`),
      )
    }
    const doer = doerOf(ctx.actor)
    await addEvents(ctx.tx, [
      {
        incidentId: id,
        at: ctx.clock.now(),
        kind: 'note',
        message: text(input.note, input.note),
        personId: doer.personId,
        personName: doer.name,
      },
    ])
    await ctx.tx.emit(incidentTouched, { incidentId: id, monitorId, projectId, what: 'noted' })
    ctx.audit({ target: { kind: 'incident', id, label: incident.monitorName } })
    return incidentAnswer(ctx, id)
  },
})
