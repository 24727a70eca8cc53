import { expect } from 'vitest'
import { type ChannelBench, testChannelKind, testRefusals } from '#test/channel-family.ts'

const bench: ChannelBench = {
  speaksHttp: true,
  options: ({ receiver }) => ({ url: `${receiver.url}/services/T/B/canary` }),
  arrived: ({ receiver }) => receiver.received.map(({ json }) => json),
  onlyWords(ground) {
    const { text: fallback, attachments } = ground.sentJson()
    expect(fallback).not.toMatch(/[<>]/)
    const [header, section, context] = attachments[0].blocks
    expect([header.text.type, section.text.type]).toEqual(['plain_text', 'plain_text'])
    expect(context.elements[0].text).toBe('<https://bongsu.example.com/incidents/128|콘솔에서 보기>')
  },
}

testRefusals('slack', testChannelKind('slack', bench), bench)
