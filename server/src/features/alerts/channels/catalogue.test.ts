import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { channelKindNames, kindForUrl } from './catalogue.ts'

it.each(channelKindNames)('%s is held to what every channel kind is held to, in a test of its own', (name) => {
  expect(existsSync(new URL(`${name.replaceAll('_', '-')}.test.ts`, import.meta.url))).toBe(true)
})

it.each([
  ['https://hooks.slack.com/services/T0/B0/x', 'slack'],
  ['https://discord.com/api/webhooks/1/x', 'discord'],
  ['https://discordapp.com/api/webhooks/1/x', 'discord'],
  ['https://discord.com.evil.example/api/webhooks/1/x', 'webhook'],
  ['https://evil.example/hooks.slack.com/services/x', 'webhook'],
  ['https://discord.com/elsewhere', 'webhook'],
])('the bare address %s gets the look of %s', (url, kind) => {
  expect(kindForUrl(url).kind).toBe(kind)
})
