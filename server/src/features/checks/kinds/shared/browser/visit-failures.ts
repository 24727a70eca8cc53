import type { OutcomeErrorCode } from '@bongsu/contract/states.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import type { NotVisited, Visit } from '#platform/browser/index.ts'
import { readUrl } from '#platform/outbound/index.ts'
import type { LookContext, Seen } from '../../contract.ts'
import { failedLook } from '../failed-look.ts'

/** Why a look cannot be made here at all, before a browser is started for it. */
export function notLooking({ browsers, outbound }: LookContext, url: string): Seen | undefined {
  const problem = browsers ? browsers.problem() : noBrowser
  const refusal = problem ?? outbound.precheckUrl(url)
  return refusal
    ? { state: 'unknown', errorCode: 'config', message: refusal, durationMs: 0, evidence: { failed_at: 'guard' } }
    : undefined
}

const noBrowser = text('이 프로세스에는 브라우저가 연결되어 있지 않습니다.', 'No browser is joined to this process.')

/** A missing browser is for a person to mend, a dead one our own trouble; neither says anything of the target. */
export const notVisited = ({ why, message }: NotVisited): Seen => ({
  state: 'unknown',
  errorCode: why === 'config' ? 'config' : 'own_fault',
  message,
  durationMs: 0,
  evidence: { browser: why },
})

export interface OpeningFailure {
  readonly error: string
  /** Where it was going when it failed. */
  readonly url: string
  readonly durationMs: number
}

/** What it means that a page did not open. Our own way out knows best why; the browser only sees a closed tunnel. */
export function notOpened({ error, url, durationMs }: OpeningFailure, network: Visit['network']): Seen {
  const target = readUrl(url)
  const failure = 'problem' in target ? undefined : network.failureOf(target.host, target.port)
  if (failure) return { ...failedLook(failure), durationMs }
  const net = /net::(ERR_\w+)/.exec(error)?.[1]
  if (net === 'ERR_UNSAFE_PORT')
    return { state: 'unknown', errorCode: 'config', message: noSuchPort, durationMs, evidence: { code: net } }
  const { errorCode, message } = /Timeout [\d.]+ms exceeded/.test(error)
    ? slow(durationMs)
    : (failures.find(([pattern]) => pattern.test(net ?? ''))?.[1] ?? otherwise)
  return { state: 'down', errorCode, message: withCode(message, net), durationMs, evidence: net ? { code: net } : {} }
}

/** The list of the Fetch standard (port blocking): no browser opens them, whatever answers there. */
const noSuchPort = text(
  '브라우저가 열지 않는 포트입니다(ERR_UNSAFE_PORT). http나 tcp로 점검하세요.',
  'Browsers do not open this port (ERR_UNSAFE_PORT). Look at it with http or tcp.',
)

interface Meaning {
  readonly errorCode: OutcomeErrorCode
  readonly message: Text
}

const slow = (durationMs: number): Meaning => ({
  errorCode: 'timeout',
  message: text(
    `제한 시간 안에 페이지가 열리지 않았습니다(${Math.round(durationMs)} ms)`,
    `The page did not open in time (${Math.round(durationMs)} ms)`,
  ),
})
const otherwise: Meaning = {
  errorCode: 'http',
  message: text('브라우저가 페이지를 열지 못했습니다', 'The browser could not open the page'),
}
const failures: readonly (readonly [RegExp, Meaning])[] = [
  [
    /^ERR_(CERT|SSL|BAD_SSL)/,
    {
      errorCode: 'tls',
      message: text(
        '브라우저가 이 사이트의 인증서나 TLS를 믿지 않습니다',
        'The browser does not trust this site’s TLS',
      ),
    },
  ],
  [
    /^ERR_TOO_MANY_REDIRECTS/,
    { errorCode: 'http', message: text('리다이렉트가 끝나지 않습니다', 'The redirects do not end') },
  ],
  [
    /^ERR_(CONNECTION|TUNNEL|PROXY|ADDRESS)/,
    { errorCode: 'connect', message: text('연결이 끊어졌습니다', 'The connection was closed') },
  ],
  [
    /^ERR_(EMPTY_RESPONSE|INVALID|HTTP2|INCOMPLETE|CONTENT|RESPONSE)/,
    { errorCode: 'http', message: text('응답이 비었거나 올바르지 않습니다', 'The answer was empty or not valid') },
  ],
  [
    /^ERR_ABORTED/,
    {
      errorCode: 'http',
      message: text('페이지가 아니라 파일이거나 빈 응답입니다', 'It is a download or an empty answer, not a page'),
    },
  ],
]

const withCode = (message: Text, code: string | undefined): Text =>
  code ? text(`${message.ko} (${code}).`, `${message.en} (${code}).`) : text(`${message.ko}.`, `${message.en}.`)
