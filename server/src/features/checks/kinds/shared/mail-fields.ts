import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { result } from '../../judging/assertions.ts'
import { hostField, mailSecurityField, portField, sections, signInFields, tlsFields } from './connection-fields.ts'
import { oneLine } from './server-refusal.ts'

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
