import { expect } from 'vitest'
import { type ChannelBench, testChannelKind, testRefusals } from '#test/channel-family.ts'

const bench: ChannelBench = {
  speaksHttp: true,
  options: ({ receiver }) => ({
    token: '123456:canary-canary-canary',
    chat_id: '-100123',
    silent: false,
    api_url: receiver.url,
  }),
  arrived: ({ receiver }) => receiver.received.map(({ path, json }) => ({ path, json })),
  onlyWords(ground) {
    const { text: html, parse_mode } = ground.sentJson()
    expect(parse_mode).toBe('HTML')
    const tags = [...html.matchAll(/<[^>]*>/g)].map((match: RegExpMatchArray) => match[0])
    expect(tags).toEqual(['<b>', '</b>', '<a href="https://bongsu.example.com/incidents/128">', '</a>'])
    expect(html.replaceAll(/&(amp|lt|gt|quot);/g, '')).not.toContain('&')
  },
}

testRefusals('telegram', testChannelKind('telegram', bench), bench)
