import { expect, it } from 'vitest'
import { type ChannelBench, testChannelKind, testRefusals } from '#test/channel-family.ts'
import { escapeDiscord } from './discord.ts'

const bench: ChannelBench = {
  speaksHttp: true,
  options: ({ receiver }) => ({ url: `${receiver.url}/api/webhooks/1/canary` }),
  arrived: ({ receiver }) => receiver.received.map(({ json }) => json),
  onlyWords(ground) {
    const { allowed_mentions, embeds } = ground.sentJson()
    expect(allowed_mentions).toEqual({ parse: [] })
    const bare = `${embeds[0].title}\n${embeds[0].description}`.replaceAll(/\\[^0-9A-Za-z\s]/g, '')
    expect(bare).not.toMatch(/[*_~`|<>[\]()#@]/)
  },
}

testRefusals('discord', testChannelKind('discord', bench), bench)

it('leaves Discord nothing it could read as mark-up', () => {
  expect(escapeDiscord('**a** <@1> [x](y)')).toBe('\\*\\*a\\*\\* \\<\\@1\\> \\[x\\]\\(y\\)')
})
