import { type Text, text } from '@bongsu/contract/text.ts'
import { contentSecurityPolicy, limitsFrames } from './csp.ts'
import { deducted, type HeaderRule, nothing } from './finding.ts'

const missing = text('헤더가 없습니다.', 'The header is missing.')
const day = 86_400

/** RFC 6797. Of repeated headers browsers read the first (8.1). */
const strictTransportSecurity: HeaderRule = {
  name: 'Strict-Transport-Security',
  description: text('HTTPS로만 접속하게 합니다(HSTS).', 'Keeps browsers on HTTPS (HSTS).'),
  most: 25,
  judge({ header, secure }) {
    if (!secure) return nothing(text('HTTPS가 아니어서 효력이 없습니다.', 'Without HTTPS it has no effect.'))
    const value = header('strict-transport-security')
    if (value === undefined) return nothing(missing)
    const directives = directivesOf(value.split(',')[0] ?? '')
    const age = directives.get('max-age')
    if (age === undefined || !/^\d+$/.test(age))
      return nothing(text('max-age가 없거나 숫자가 아닙니다.', 'max-age is missing or no number.'))
    const seconds = Number(age)
    if (seconds === 0) return nothing(text('max-age=0은 HSTS를 끕니다.', 'max-age=0 switches HSTS off.'))
    const whole = directives.has('includesubdomains')
    return deducted(25, [
      ...agePoints(seconds),
      ...(whole ? [] : [{ points: 3, reason: text('includeSubDomains가 없습니다.', 'includeSubDomains is missing.') }]),
      ...preloadPoints(directives.has('preload'), whole, seconds),
    ])
  },
}

const directivesOf = (value: string): ReadonlyMap<string, string> =>
  new Map(
    value.split(';').flatMap((part) => {
      const [name = '', given = ''] = part.split('=')
      const key = name.trim().toLowerCase()
      return key === '' ? [] : [[key, given.trim().replaceAll('"', '')] as const]
    }),
  )

function agePoints(seconds: number): { points: number; reason: Text }[] {
  const days = Math.floor(seconds / day)
  const reason = text(
    `max-age가 짧습니다(${days}일, 180일 이상 권장).`,
    `max-age is short (${days} days; 180 or more are recommended).`,
  )
  if (seconds >= 180 * day) return []
  return [{ points: seconds >= 30 * day ? 6 : 14, reason }]
}

/** What the preload list of browsers wants: https://hstspreload.org, a year and all subdomains. */
function preloadPoints(preload: boolean, whole: boolean, seconds: number): { points: number; reason: Text }[] {
  if (!preload) return [{ points: 2, reason: text('preload가 없습니다.', 'preload is missing.') }]
  if (whole && seconds >= 365 * day) return []
  const reason = text(
    'preload에는 includeSubDomains와 1년 이상의 max-age가 필요합니다.',
    'preload needs includeSubDomains and a max-age of a year.',
  )
  return [{ points: 2, reason }]
}

/** Fetch standard: the first value counts, in any case. */
const contentTypeOptions: HeaderRule = {
  name: 'X-Content-Type-Options',
  description: text(
    '브라우저가 파일 형식을 짐작하지 않게 합니다(MIME 스니핑 방지).',
    'Keeps browsers from guessing types (MIME sniffing).',
  ),
  most: 10,
  judge({ header }) {
    const value = header('x-content-type-options')
    if (value === undefined) return nothing(missing)
    if (value.split(',')[0]?.trim().toLowerCase() === 'nosniff') return { points: 10, reasons: [] }
    return nothing(text('nosniff만 효력이 있습니다.', 'Only nosniff has an effect.'))
  },
}

/** RFC 7034 and HTML: CSP's frame-ancestors wins where there is one. */
const frameOptions: HeaderRule = {
  name: 'X-Frame-Options',
  description: text(
    '다른 사이트의 틀 안에 들어가지 않게 합니다(클릭재킹 방지).',
    'Keeps the page out of frames of other sites (clickjacking).',
  ),
  most: 10,
  judge({ header }) {
    const value = header('x-frame-options')
    if (limitsFrames(header('content-security-policy'))) {
      const reason = text('CSP의 frame-ancestors가 대신합니다.', 'The frame-ancestors of the CSP stands in for it.')
      return { points: 10, reasons: value === undefined ? [reason] : [] }
    }
    if (value === undefined) return nothing(missing)
    const values = new Set(value.split(',').map((one) => one.trim().toLowerCase()))
    if ([...values].some((one) => one.startsWith('allow-from')))
      return nothing(text('ALLOW-FROM은 브라우저가 무시합니다.', 'Browsers ignore ALLOW-FROM.'))
    if (values.size > 1)
      return { points: 5, reasons: [text('서로 다른 값이 여럿입니다.', 'There are several different values.')] }
    if (values.has('deny') || values.has('sameorigin')) return { points: 10, reasons: [] }
    return nothing(text('DENY나 SAMEORIGIN만 효력이 있습니다.', 'Only DENY and SAMEORIGIN have an effect.'))
  },
}

/** The XSS filter is gone from browsers, and half of its settings opened holes: off or absent is best. */
const xssProtection: HeaderRule = {
  name: 'X-XSS-Protection',
  description: text(
    '오래된 브라우저의 XSS 필터입니다. 지금은 끄는 것이 안전합니다.',
    'The XSS filter of old browsers; off is safer today.',
  ),
  most: 5,
  judge({ header }) {
    const value = header('x-xss-protection')?.trim()
    if (value === undefined)
      return { points: 5, reasons: [text('폐기된 헤더라 없어도 됩니다.', 'It is obsolete and need not be there.')] }
    if (/^0\s*(;|$)/.test(value)) return { points: 5, reasons: [] }
    const reason = text('폐기된 헤더입니다. 0으로 두거나 없애세요.', 'It is obsolete: set it to 0 or take it away.')
    return { points: /^1\s*;\s*mode\s*=\s*block/i.test(value) ? 3 : 0, reasons: [reason] }
  },
}

const referrerPoints: Readonly<Record<string, number>> = {
  'no-referrer': 10,
  'same-origin': 10,
  'strict-origin': 10,
  'strict-origin-when-cross-origin': 10,
  origin: 5,
  'origin-when-cross-origin': 5,
  'no-referrer-when-downgrade': 5,
  'unsafe-url': 0,
}

/** Referrer Policy, 8.1: of a list the last value a browser knows. */
const referrerPolicy: HeaderRule = {
  name: 'Referrer-Policy',
  description: text(
    '다른 사이트에 주소를 얼마나 알려 줄지 정합니다.',
    'Says how much of an address other sites get to know.',
  ),
  most: 10,
  judge({ header }) {
    const value = header('referrer-policy')
    if (value === undefined) return nothing(missing)
    const known = value
      .split(',')
      .map((one) => one.trim().toLowerCase())
      .findLast((one) => Object.hasOwn(referrerPoints, one))
    if (known === undefined) return nothing(text('알 수 없는 값입니다.', 'The value is not known.'))
    const points = referrerPoints[known] ?? 0
    const reason = text(
      `${known}은(는) 다른 사이트에 주소를 알려 줄 수 있습니다.`,
      `${known} may tell other sites addresses of this one.`,
    )
    return { points, reasons: points === 10 ? [] : [reason] }
  },
}

const powerful = new Set([
  'camera',
  'microphone',
  'geolocation',
  'payment',
  'usb',
  'display-capture',
  'serial',
  'bluetooth',
])

/** Permissions Policy, 5.2: a structured dictionary, `camera=()`, `geolocation=(self "https://example.com")`. */
const permissionsPolicy: HeaderRule = {
  name: 'Permissions-Policy',
  description: text(
    '카메라, 위치 같은 기능을 누가 쓸 수 있는지 정합니다.',
    'Says who may use features such as camera and location.',
  ),
  most: 10,
  judge({ header }) {
    const value = header('permissions-policy')
    if (value === undefined) {
      return header('feature-policy') === undefined
        ? nothing(missing)
        : nothing(
            text('이름이 바뀌었습니다: Feature-Policy는 무시됩니다.', 'Renamed since: Feature-Policy is ignored.'),
          )
    }
    const features = [...value.matchAll(/(?:^|,)\s*([a-z][\w-]*)\s*=\s*(\*|self|\([^()]*\))\s*(?=$|[,;])/g)]
    if (features.length === 0)
      return nothing(text('읽을 수 없는 값입니다. 예: camera=()', 'The value makes no sense; write it like camera=().'))
    const open = features.filter(([, name = '', allowed = '']) => powerful.has(name) && /^\(?\s*\*/.test(allowed))
    if (open.length === 0) return { points: 10, reasons: [] }
    const names = open.map(([, name]) => name).join(', ')
    return {
      points: 5,
      reasons: [text(`모든 사이트에 허용합니다: ${names}`, `Open to every site: ${names}`)],
    }
  },
}

/** The seven headers of the report; their points add up to 100. */
export const headerRules: readonly HeaderRule[] = [
  strictTransportSecurity,
  contentSecurityPolicy,
  contentTypeOptions,
  frameOptions,
  xssProtection,
  referrerPolicy,
  permissionsPolicy,
]

/** Shown, as people ask for them, but they say something about few pages only and count for none. */
export const alsoShown = [
  'Cross-Origin-Opener-Policy',
  'Cross-Origin-Embedder-Policy',
  'Cross-Origin-Resource-Policy',
  'Cache-Control',
  'Server',
  'X-Powered-By',
] as const
