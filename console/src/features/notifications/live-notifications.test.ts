import { expect, test } from 'vitest'
import type { LiveMessage } from '#lib/live.ts'
import { readNotificationNews } from './live-notifications.ts'

const say = (message: object) => readNotificationNews(message as LiveMessage)

test('news of my notifications is read, everything else is left alone', () => {
  expect(say({ type: 'notification', unread: 3, ids: [7, 8] })).toEqual({ unread: 3, ids: [7, 8] })
  expect(say({ type: 'status', project_id: 1 })).toBeUndefined()
})

test('a message of another shape is not taken for news', () => {
  expect(say({ type: 'notification' })).toBeUndefined()
  expect(say({ type: 'notification', unread: '3', ids: [] })).toBeUndefined()
  expect(say({ type: 'notification', unread: 0, ids: ['x', 4] })).toEqual({ unread: 0, ids: [4] })
})
