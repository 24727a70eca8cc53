import type { AlertSeverity } from '@bongsu/contract/alerts.ts'
import type { Language, Text } from '@bongsu/contract/text.ts'
import type { z } from 'zod'
import type { Described } from '#kernel/catalogue.ts'
import type { Clock } from '#kernel/clock.ts'
import type { HttpClient } from '#platform/outbound/index.ts'
import type { AlertNews } from '../news.ts'

/**
 * One message, ready to be said: words in the channel's language, and the news itself for machines. Every text here may
 * hold what a hostile target said; a channel escapes all of it for its own format and trusts none.
 */
export interface AlertMessage {
  /** The delivery's id: the same on every repeat, so that receivers can drop what they have seen. */
  readonly id: string
  readonly language: Language
  /** One line. */
  readonly subject: string
  /** Plain text, lines separated by `\n`, at most 8 KB. */
  readonly body: string
  /** Where to see it in the console; null when the installation has no public address. */
  readonly link: string | null
  readonly news: AlertNews
}

/** What became of one try. A receiver that refuses is an answer; an exception means we are broken. */
export type DeliveryResult =
  | { readonly ok: true; readonly status?: number; readonly note?: Text }
  | {
      readonly ok: false
      /** `permanent`: saying it again changes nothing. `gone`: the receiver wants no more, the channel is switched off. */
      readonly again: 'later' | 'permanent' | 'gone'
      readonly message: Text
      readonly status?: number
      readonly retryAfterMs?: number
      /** Nobody answered at all: a sign of a lost connection rather than of this message. */
      readonly unreachable?: boolean
    }

export interface Mail {
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly html?: string
  /** The same on every repeat. Without the angle brackets and the domain. */
  readonly messageId: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends one mail through the SMTP server of the system settings. */
export type SendMail = (mail: Mail, signal: AbortSignal) => Promise<DeliveryResult>

/** Puts the message into the notification centre of people; doing it again with the same id changes nothing. */
export type PutInInbox = (
  message: AlertMessage,
  to: { readonly personIds: readonly number[]; readonly roles: readonly string[] },
) => Promise<DeliveryResult>

export interface DeliveryContext {
  readonly http: HttpClient
  readonly sendMail: SendMail
  readonly putInInbox: PutInInbox
  readonly clock: Clock
  /** Aborts at the deadline of the try, or when the process drains. */
  readonly signal: AbortSignal
}

/** Secrets made by us, by option name: shown to the person this once. */
export interface Generated<Options> {
  readonly options: Options
  readonly generated: Readonly<Record<string, string>>
}

/**
 * A way to tell people. A member validates its own options, says them in words without giving secrets away, and turns
 * a message into its receiver's format. It keeps nothing between two messages and knows no other member.
 */
export interface ChannelKind<Schema extends z.ZodObject = z.ZodObject> extends Described {
  /** Strict; `.meta({label, help, secret, advanced})` on each field draws the form. */
  readonly options: Schema
  /** Top-level options that are sealed at rest and never shown again. */
  readonly secrets: readonly (keyof z.output<Schema> & string)[]
  readonly example: z.input<Schema>
  /** Where it goes, for lists: `ops@example.com`, `hooks.slack.com`. */
  target(options: z.output<Schema>): string
  /** The option that names an outside address, so that a forbidden one is refused when it is saved already. */
  address?(options: z.output<Schema>): { readonly option: keyof z.output<Schema> & string; readonly url: string }
  /** Options for a bare webhook address whose host belongs to this service; null when it is none of ours. */
  claims?(url: URL): z.input<Schema> | null
  /** Fills what the person left to us, such as a signing secret. */
  complete?(options: z.output<Schema>): Generated<z.output<Schema>>
  /** A new secret; the old one stays good for a while, so that the receiver can change over. */
  rotate?(options: z.output<Schema>, now: number): Generated<z.output<Schema>>
  deliver(message: AlertMessage, options: z.output<Schema>, context: DeliveryContext): Promise<DeliveryResult>
}

/** A member of which only the contract is known. */
export type AnyChannelKind = ChannelKind<z.ZodObject>

/** Ties a member's schema to its functions and forgets it again, so that the catalogue can hold every member. */
export const channelKind = <Schema extends z.ZodObject>(kind: ChannelKind<Schema>): AnyChannelKind =>
  // Safe because every function of a kind is only ever given what `kind.options` has parsed (see manage/channel.ts).
  kind as unknown as AnyChannelKind

/** One colour per severity, the same in every channel that has colours. */
const severityColours: Readonly<Record<AlertSeverity, string>> = {
  critical: '#d92d20',
  warning: '#dc6803',
  info: '#1570ef',
}

/** Good news is green, whatever its rank. */
export const colourOf = (news: Pick<AlertNews, 'severity' | 'event'>): string =>
  news.event === 'recovered' || news.event.endsWith('_ended') || news.event === 'no_longer_degraded'
    ? '#079455'
    : severityColours[news.severity]
