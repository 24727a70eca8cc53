import { Buffer } from 'node:buffer'
import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { result } from '../../judging/assertions.ts'
import { hostField, mailSecurityField, portField, sections, signInFields, tlsFields } from './connection-fields.ts'
import { oneLine, type Refusal } from './server-refusal.ts'

/** The three mail protocols ask the same questions; they differ in how they are spoken. */
export const mailOptions = (port: number) =>
  z.strictObject({
    host: hostField(),
    port: portField(port),
    security: mailSecurityField(),
    ...signInFields(),
    expect: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .meta({
        label: text('기대하는 문구', 'Expected text'),
        help: text(
          '서버의 인사말이나 기능 목록에 있어야 하는 문구입니다.',
          'What the greeting or the list of capabilities must contain.',
        ),
        section: sections.expect,
      }),
    ...tlsFields(),
  })
export type MailOptions = z.output<ReturnType<typeof mailOptions>>

/** What a mail server told of itself before anything was asked of it. */
export interface MailSeen {
  readonly greeting: string
  readonly capabilities: readonly string[]
}

const mostCapabilities = 50

export const mailEvidence = ({ greeting, capabilities }: MailSeen): Record<string, unknown> => ({
  greeting: oneLine(greeting),
  capabilities: capabilities.slice(0, mostCapabilities).map((name) => oneLine(name, 100)),
})

export function judgeMail({ greeting, capabilities }: MailSeen, { expect }: MailOptions): AssertionResult[] {
  if (expect === undefined) return []
  const found = [greeting, ...capabilities].some((line) => line.includes(expect))
  return [result('greeting and capabilities', `contains ${expect}`, found ? expect : oneLine(greeting), found)]
}

/** A list without end is no list. */
export const mostLines = 200

/** SASL PLAIN, RFC 4616, in base64. */
export const plainWords = ({ username = '', password = '' }: MailOptions): string =>
  base64(`\0${username}\0${password}`)

export const base64 = (words: string): string => Buffer.from(words).toString('base64')

/** A server may repeat what it was sent, and nobody recognises a password in base64 but whoever looks for one. */
export function withoutCredentials(refusal: Refusal | undefined, asked: MailOptions): Refusal | undefined {
  if (!refusal || asked.password === undefined) return refusal
  const said = [plainWords(asked), base64(asked.password)].reduce(
    (rest, secret) => rest.replaceAll(secret, '•••'),
    refusal.said,
  )
  return { ...refusal, said }
}
