import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { readHost, readUrl } from '#platform/outbound/index.ts'

/** Refuses a value with a sentence of our own, in both languages. `problem` says what is wrong, or nothing. */
export const saying =
  <Value>(problem: (value: Value) => Text | undefined) =>
  (context: z.core.ParsePayload<Value>): void => {
    const found = problem(context.value)
    if (found) context.issues.push({ code: 'custom', input: context.value, message: found.en, params: { text: found } })
  }

export const webUrl = () =>
  z
    .string()
    .trim()
    .min(1)
    .max(2000)
    .check(
      saying((value) => {
        const target = readUrl(value)
        return 'problem' in target ? target.problem : undefined
      }),
    )

export const hostName = () =>
  z
    .string()
    .trim()
    .min(1)
    .max(253)
    .check(
      saying((value) => {
        const host = readHost(value)
        return typeof host === 'string' ? undefined : host.problem
      }),
    )

export const portNumber = () => z.int().min(1).max(65_535)

export const ipVersion = z
  .enum(['any', '4', '6'])
  .default('any')
  .meta({
    label: text('IP 버전', 'IP version'),
    help: text(
      '이름에 IPv4와 IPv6 주소가 모두 있을 때 어느 쪽으로 연결할지 정합니다.',
      'Which of a name’s addresses to connect to.',
    ),
    choices: { any: text('자동', 'Either'), '4': text('IPv4만', 'IPv4 only'), '6': text('IPv6만', 'IPv6 only') },
    advanced: true,
  })

export const ipChoice = { any: 'any', '4': 'ipv4', '6': 'ipv6' } as const

export const pemText = () =>
  z
    .string()
    .trim()
    .max(32_768)
    .check(
      saying((value) =>
        value.includes('-----BEGIN ')
          ? undefined
          : text('PEM 형식(-----BEGIN …-----)으로 입력하세요.', 'Enter it in PEM form (-----BEGIN …-----).'),
      ),
    )
