import {
  alertEvents,
  alertSeverities,
  delivery,
  deliveryPage,
  deliveryStates,
  incidentDeliveryPage,
} from '@bongsu/contract/alerts.ts'
import { pageInput } from '@bongsu/contract/page.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { notFound } from '#kernel/errors.ts'
import type { Context } from '#platform/operations/operation.ts'
import { operation } from '#platform/operations/operation.ts'
import { countNotified } from '../notifications/notification-store.ts'
import { type DeliverySearch, findLogged, searchDeliveries } from './delivery-log-store.ts'
import { deliveryToView } from './delivery-view.ts'

const moment = z.iso.datetime({ offset: true }).transform((value) => Date.parse(value))

export const listDeliveries = operation({
  name: 'list-deliveries',
  summary: text(
    '누구에게 무엇을 알렸고 어떻게 되었는지 찾습니다.',
    'Finds what was told to whom, and what became of it.',
  ),
  access: 'deliveries.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/deliveries' },
  input: z.strictObject({
    ...pageInput,
    state: z.enum(deliveryStates).optional(),
    event: z.enum(alertEvents).optional(),
    severity: z.enum(alertSeverities).optional(),
    channel_id: z.int().positive().optional(),
    project_id: z.int().positive().optional(),
    incident_id: z.int().positive().optional(),
    from: moment.optional(),
    to: moment.optional(),
  }),
  output: deliveryPage,
  run: (ctx, { page, page_size, ...search }) =>
    pageOfDeliveries(
      ctx,
      { ...search, channelId: search.channel_id, projectId: search.project_id, incidentId: search.incident_id },
      { page, page_size },
    ),
})

export const listIncidentDeliveries = operation({
  name: 'list-incident-deliveries',
  summary: text('장애 하나를 누구에게 언제 알렸는지 보여 줍니다.', 'Shows who was told of an incident, and when.'),
  access: 'deliveries.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/incidents/{id}/deliveries' },
  input: z.strictObject({ ...pageInput, id: z.int().positive() }),
  output: incidentDeliveryPage,
  async run(ctx, { id, ...page }) {
    const deliveries = await pageOfDeliveries(ctx, { incidentId: id }, page)
    return { ...deliveries, people_notified: await countNotified(ctx.db, id) }
  },
})

export const getDelivery = operation({
  name: 'get-delivery',
  summary: text('알림 전송 하나를 보여 줍니다.', 'Shows one delivery.'),
  access: 'deliveries.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/deliveries/{id}' },
  input: z.strictObject({ id: z.uuid() }),
  output: delivery,
  async run({ db, language }, { id }) {
    const found = await findLogged(db, id)
    if (!found) throw notFound(text('알림 전송', 'The delivery'))
    return deliveryToView(found, language)
  },
})

async function pageOfDeliveries(
  { db, language }: Context,
  search: DeliverySearch,
  { page, page_size }: { page: number; page_size: number },
) {
  const { items, total } = await searchDeliveries(db, search, { limit: page_size, offset: (page - 1) * page_size })
  return { items: items.map((item) => deliveryToView(item, language)), total, page, page_size }
}
