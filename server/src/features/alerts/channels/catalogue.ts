import { member, memberNames } from '#kernel/catalogue.ts'
import type { AnyChannelKind } from './contract.ts'
import { discord } from './discord.ts'
import { email } from './email.ts'
import { inApp } from './in-app.ts'
import { slack } from './slack.ts'
import { telegram } from './telegram.ts'
import { webhook } from './webhook.ts'

/** Every way to tell people: one line each. */
export const channelKinds = {
  email,
  webhook,
  slack,
  discord,
  telegram,
  in_app: inApp,
} as const satisfies Record<string, AnyChannelKind>

export const channelKindNames = memberNames(channelKinds)
export const channelKindOf = (name: string): AnyChannelKind | undefined => member(channelKinds, name)

/** The kind a bare webhook address belongs to, with its options: the first member that knows the host, else generic JSON. */
export function kindForUrl(address: string): { kind: string; options: Record<string, unknown> } {
  const url = new URL(address)
  for (const name of channelKindNames) {
    const options = channelKinds[name].claims?.(url)
    if (options) return { kind: name, options }
  }
  return { kind: 'webhook', options: { url: address } }
}
