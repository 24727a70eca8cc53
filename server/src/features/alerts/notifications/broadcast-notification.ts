import { randomUUID } from 'node:crypto'
import { alertSeverities } from '@bongsu/contract/alerts.ts'
import { roleField } from '@bongsu/contract/identity.ts'
import { roles } from '@bongsu/contract/permissions.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { invalidField } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { alertsServiceKey } from '../alerts-service.ts'

const words = (most: number) => z.string().trim().min(1).max(most)

export const broadcastNotification = operation({
  name: 'broadcast-notification',
  summary: text('사용자들에게 공지를 알립니다.', 'Puts an announcement into people’s notification centres.'),
  access: 'notifications.broadcast',
  effect: 'write',
  http: { method: 'POST', path: '/api/v1/notifications', status: 201 },
  input: z.strictObject({
    title: words(200),
    message: words(2000),
    severity: z.enum(alertSeverities).default('info'),
    link: z
      .string()
      .max(500)
      .refine((path) => /^\/(?![/\\])[^\\\s]*$/.test(path), {
        params: {
          text: text(
            '"/"로 시작하는 콘솔 안의 주소여야 합니다.',
            'It must be a path inside the console that begins with "/".',
          ),
        },
      })
      .nullable()
      .default(null),
    roles: z.array(roleField).max(roles.length).default([]).describe('Everybody with one of these roles'),
    person_ids: z
      .array(z.int().positive())
      .max(1000)
      .default([])
      .describe('These people as well; neither means everybody'),
  }),
  output: z.object({ told: z.int() }),
  async run(ctx, input) {
    const isForAll = input.roles.length + input.person_ids.length === 0
    const told = await ctx.use(alertsServiceKey).notify(ctx.tx, {
      to: isForAll ? 'everybody' : { roles: input.roles, personIds: input.person_ids },
      key: `broadcast:${randomUUID()}`,
      type: 'broadcast',
      severity: input.severity,
      title: text(input.title, input.title),
      message: text(input.message, input.message),
      link: input.link,
    })
    if (told === 0) throw invalidField('person_ids', text('받을 사람이 없습니다.', 'There is nobody to tell.'))
    ctx.audit({ details: { told } })
    return { told }
  },
})
