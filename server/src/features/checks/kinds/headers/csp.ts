import { type Text, text } from '@bongsu/contract/text.ts'
import { deducted, type HeaderFacts, type HeaderRule, type Judgement, nothing } from './finding.ts'

/** One policy: directive names in lower case with their source expressions. Of a repeated directive the first counts. */
export type Policy = ReadonlyMap<string, readonly string[]>

/** CSP Level 3, 2.2: a comma separates policies, a semicolon directives, white space the rest. */
export function policiesOf(header: string): Policy[] {
  return header
    .split(',')
    .map((serialized) => {
      const policy = new Map<string, readonly string[]>()
      for (const directive of serialized.split(';')) {
        const [name, ...values] = directive.trim().split(/\s+/)
        if (name && !policy.has(name.toLowerCase())) policy.set(name.toLowerCase(), values)
      }
      return policy
    })
    .filter(({ size }) => size > 0)
}

interface Weakness {
  readonly points: number
  readonly reason: Text
  in(policy: Policy): boolean
}

const scriptsOf = (policy: Policy): readonly string[] | undefined =>
  policy.get('script-src') ?? policy.get('default-src')

const has = (sources: readonly string[] | undefined, wanted: string): boolean =>
  sources?.some((source) => source.toLowerCase() === wanted) ?? false

/** With a nonce or a hash, browsers ignore 'unsafe-inline' (CSP Level 3, 6.7.3.2). */
const isProven = (sources: readonly string[] | undefined): boolean =>
  sources?.some((source) => /^'(nonce-|sha(256|384|512)-)/i.test(source)) ?? false

const isWide = (source: string): boolean => /^(\*|https?:|wss?:|data:|blob:|https?:\/\/\*)$/i.test(source)

const isNone = (sources: readonly string[] | undefined): boolean => has(sources, "'none'") || sources?.length === 0

const weaknesses: readonly Weakness[] = [
  {
    points: 24,
    reason: text(
      'script-src도 default-src도 없어 스크립트를 막지 않습니다.',
      'Neither script-src nor default-src: scripts are not restricted.',
    ),
    in: (policy) => scriptsOf(policy) === undefined,
  },
  {
    points: 12,
    reason: text(
      "script-src에 'unsafe-inline'이 있습니다. nonce나 해시로 바꾸세요.",
      "script-src allows 'unsafe-inline': use nonces or hashes.",
    ),
    in: (policy) => has(scriptsOf(policy), "'unsafe-inline'") && !isProven(scriptsOf(policy)),
  },
  {
    points: 5,
    reason: text("script-src에 'unsafe-eval'이 있습니다.", "script-src allows 'unsafe-eval'."),
    in: (policy) => has(scriptsOf(policy), "'unsafe-eval'"),
  },
  {
    points: 8,
    reason: text(
      'script-src가 거의 모든 출처를 허용합니다(*, https:, data: 등).',
      'script-src allows almost any source (*, https:, data: and the like).',
    ),
    // 'strict-dynamic' makes browsers ignore sources of hosts and schemes.
    in: (policy) => !has(scriptsOf(policy), "'strict-dynamic'") && (scriptsOf(policy)?.some(isWide) ?? false),
  },
  {
    points: 4,
    reason: text('default-src가 없습니다.', 'default-src is missing.'),
    in: (policy) => !policy.has('default-src'),
  },
  {
    points: 4,
    reason: text("object-src 'none'이 없습니다.", "object-src 'none' is missing."),
    in: (policy) => {
      const sources = policy.get('object-src') ?? policy.get('default-src')
      return sources === undefined || !(isNone(sources) || (policy.has('object-src') && !sources.some(isWide)))
    },
  },
  {
    points: 3,
    reason: text('base-uri가 없습니다.', 'base-uri is missing.'),
    in: (policy) => !policy.has('base-uri'),
  },
  {
    points: 3,
    reason: text('frame-ancestors가 없습니다.', 'frame-ancestors is missing.'),
    in: (policy) => !policy.has('frame-ancestors'),
  },
  {
    points: 1,
    reason: text("style-src에 'unsafe-inline'이 있습니다.", "style-src allows 'unsafe-inline'."),
    in: (policy) => {
      const styles = policy.get('style-src') ?? policy.get('default-src')
      return has(styles, "'unsafe-inline'") && !isProven(styles)
    },
  },
]

export const contentSecurityPolicy: HeaderRule = {
  name: 'Content-Security-Policy',
  description: text(
    '스크립트 등을 어디에서 불러올 수 있는지 정합니다(CSP).',
    'Says where scripts and the like may come from (CSP).',
  ),
  most: 30,
  judge,
}

function judge({ header }: HeaderFacts): Judgement {
  const value = header('content-security-policy')
  if (value === undefined) {
    return header('content-security-policy-report-only') === undefined
      ? nothing(text('헤더가 없습니다.', 'The header is missing.'))
      : nothing(
          text(
            'Report-Only만 있어 아무것도 막지 않습니다.',
            'There is only a Report-Only policy, which blocks nothing.',
          ),
        )
  }
  const policies = policiesOf(value)
  if (policies.length === 0) return nothing(text('정책이 비어 있습니다.', 'The policy is empty.'))
  // Browsers enforce all policies at once: a hole is one that every one of them leaves open.
  return deducted(
    30,
    weaknesses.filter((weakness) => policies.every((policy) => weakness.in(policy))),
  )
}

/** Whether the page says by CSP who may frame it, more narrowly than everybody. */
export const limitsFrames = (header: string | undefined): boolean =>
  policiesOf(header ?? '').some((policy) => {
    const ancestors = policy.get('frame-ancestors')
    return ancestors !== undefined && !ancestors.some(isWide)
  })
