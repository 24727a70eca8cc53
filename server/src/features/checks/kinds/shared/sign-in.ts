import { createHash } from 'node:crypto'
import { type Text, text } from '@bongsu/contract/text.ts'
import type { Outbound, OutboundFailure } from '#platform/outbound/index.ts'
import type { Authentication } from './auth-fields.ts'

type OAuth2 = Extract<Authentication, { type: 'oauth2' }>

/** No sign-in, a header that proves it, or why there is none. */
export type SignIn =
  | { readonly authorization: string | undefined }
  | { readonly refused: Text }
  | { readonly failed: OutboundFailure }

interface Token {
  readonly value: string
  readonly expiresAt: number
}

interface Moment {
  readonly outbound: Outbound
  readonly now: number
  readonly signal: AbortSignal
  readonly timeoutMs: number
}

/** Tokens live as long as the way out that fetched them, and are asked for anew a little before they end. */
const wallets = new WeakMap<Outbound['identity'], Map<string, Token>>()
const mostTokens = 2_000
const renewEarlyMs = 30_000
/** RFC 6749 recommends `expires_in` and lets servers leave it out. */
const unknownLifetimeMs = 300_000

export async function signIn(auth: Authentication, moment: Moment): Promise<SignIn> {
  switch (auth.type) {
    case 'none':
      return { authorization: undefined }
    case 'basic':
      return { authorization: basic(auth.username, auth.password) }
    case 'bearer':
      return { authorization: `Bearer ${auth.token}` }
    case 'oauth2':
      return tokenFor(auth, moment)
  }
}

/** The target did not accept a token: whatever its lifetime, it is over. */
export function forgetToken(auth: Authentication, outbound: Outbound): boolean {
  return auth.type === 'oauth2' && (wallets.get(outbound.identity)?.delete(keyOf(auth)) ?? false)
}

async function tokenFor(auth: OAuth2, moment: Moment): Promise<SignIn> {
  const wallet = wallets.get(moment.outbound.identity) ?? new Map<string, Token>()
  wallets.set(moment.outbound.identity, wallet)
  const key = keyOf(auth)
  const known = wallet.get(key)
  if (known && known.expiresAt - renewEarlyMs > moment.now) return { authorization: `Bearer ${known.value}` }
  const answer = await moment.outbound.http({
    url: auth.token_url,
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      ...(auth.send_as === 'header'
        ? { authorization: basic(encodeURIComponent(auth.client_id), encodeURIComponent(auth.client_secret)) }
        : {}),
    },
    body: formOf(auth),
    redirects: 0,
    maxBodyBytes: 65_536,
    timeoutMs: moment.timeoutMs,
    signal: moment.signal,
  })
  if (!answer.ok) return { failed: answer }
  const token = tokenIn(answer.body.toString('utf8'), moment.now)
  if (answer.status !== 200 || !token) return { refused: refusal(answer.status) }
  if (wallet.size >= mostTokens) wallet.clear()
  wallet.set(key, token)
  return { authorization: `Bearer ${token.value}` }
}

const formOf = ({ scope, audience, send_as, client_id, client_secret }: OAuth2): string =>
  new URLSearchParams({
    grant_type: 'client_credentials',
    ...(scope ? { scope } : {}),
    ...(audience ? { audience } : {}),
    ...(send_as === 'body' ? { client_id, client_secret } : {}),
  }).toString()

function tokenIn(body: string, now: number): Token | undefined {
  try {
    const { access_token, expires_in } = JSON.parse(body) as { access_token?: unknown; expires_in?: unknown }
    if (typeof access_token !== 'string' || !/^[\x21-\x7e]{1,16000}$/.test(access_token)) return undefined
    const lifetimeMs = Number(expires_in) > 0 ? Number(expires_in) * 1000 : unknownLifetimeMs
    return { value: access_token, expiresAt: now + lifetimeMs }
  } catch {
    return undefined
  }
}

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

/** A digest, so that no secret is a key in memory dumps. */
const keyOf = ({ token_url, client_id, client_secret, scope, audience }: OAuth2): string =>
  createHash('sha256')
    .update(JSON.stringify([token_url, client_id, client_secret, scope, audience]))
    .digest('base64')

const refusal = (status: number): Text =>
  text(`토큰 발급 서버가 토큰을 주지 않았습니다(HTTP ${status}).`, `The token server gave no token (HTTP ${status}).`)
