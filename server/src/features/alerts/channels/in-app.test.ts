import { expect } from 'vitest'
import { testChannelKind } from '#test/channel-family.ts'

testChannelKind('in_app', {
  options: () => ({ roles: ['viewer'], person_ids: [4] }),
  arrived: ({ inbox }) => inbox.map(({ message, to }) => ({ id: message.id, subject: message.subject, to })),
  onlyWords({ inbox }, words) {
    expect(inbox[0]?.message.news.message.ko).toBe(words)
  },
})
