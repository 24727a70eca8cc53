import { type Role, roles } from '@bongsu/contract/permissions.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { channelKind } from './contract.ts'

const roleNames: Readonly<Record<Role, Text>> = {
  admin: text('관리자', 'Admin'),
  manager: text('매니저', 'Manager'),
  user: text('사용자', 'User'),
  viewer: text('열람자', 'Viewer'),
}

const options = z.strictObject({
  roles: z
    .array(z.enum(roles).meta({ labels: roleNames }))
    .max(roles.length)
    .default([])
    .meta({
      label: text('역할', 'Roles'),
      help: text(
        '이 역할을 가진 모든 사람. 역할도 사람도 고르지 않으면 모두입니다.',
        'Everybody with one of these roles; with neither roles nor people, everybody.',
      ),
    }),
  person_ids: z
    .array(z.int().positive())
    .max(200)
    .default([])
    .meta({ label: text('사람', 'People'), help: text('알림을 받을 사람', 'Who is told'), reference: 'person' }),
})

/** For people whom the rule of the house (owner, administrators, managers) would not tell. */
export const inApp = channelKind({
  label: text('앱 내 알림', 'In the console'),
  summary: text(
    '고른 사람의(고르지 않으면 모두의) 알림 센터에 남기고 열린 화면에 바로 띄웁니다.',
    'Leaves it in the notification centre of chosen people, or of everybody, and shows it at once.',
  ),
  options,
  secrets: [],
  example: { roles: ['viewer'] },
  target: ({ roles: chosen, person_ids }) =>
    [...chosen, ...(person_ids.length > 0 ? [`${person_ids.length}`] : [])].join(', '),
  deliver: (message, given, context) =>
    context.putInInbox(message, { personIds: given.person_ids, roles: given.roles }),
})
