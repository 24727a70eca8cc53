import type { Refusal, RefusalReason } from '../shared/server-refusal.ts'
import type { MqttVersion } from './packets.ts'

type Meaning = readonly [reason: RefusalReason, said: string]

/** MQTT 3.1.1, table 3.1. */
const version3: Readonly<Record<number, Meaning>> = {
  1: ['unsupported', 'unacceptable protocol version'],
  2: ['bad_request', 'client identifier rejected'],
  3: ['not_ready', 'server unavailable'],
  4: ['auth', 'bad user name or password'],
  5: ['auth', 'not authorized'],
}

/** MQTT 5.0, section 2.4, those of CONNACK, SUBACK and DISCONNECT that have a remedy of their own. */
const version5: Readonly<Record<number, Meaning>> = {
  132: ['unsupported', 'unsupported protocol version'],
  133: ['bad_request', 'client identifier not valid'],
  134: ['auth', 'bad user name or password'],
  135: ['auth', 'not authorized'],
  136: ['not_ready', 'server unavailable'],
  137: ['not_ready', 'server busy'],
  138: ['auth', 'banned'],
  139: ['not_ready', 'server shutting down'],
  140: ['unsupported', 'bad authentication method'],
  142: ['other', 'session taken over'],
  143: ['bad_request', 'topic filter invalid'],
  144: ['bad_request', 'topic name invalid'],
  151: ['too_many_connections', 'quota exceeded'],
  156: ['bad_request', 'use another server'],
  157: ['bad_request', 'server moved'],
  158: ['bad_request', 'shared subscriptions not supported'],
  159: ['too_many_connections', 'connection rate exceeded'],
  162: ['bad_request', 'wildcard subscriptions not supported'],
}

export function refusedBy(code: number, version: MqttVersion): Refusal {
  const [reason, said] = (version === '5' ? version5 : version3)[code] ?? ['other', '']
  return { reason, code: version === '5' ? `0x${code.toString(16)}` : String(code), said }
}

/** A subscription that is not granted is a matter of permission. */
export function subscriptionRefused(code: number, version: MqttVersion): Refusal {
  const refusal = refusedBy(code, version)
  const isPlain = version === '3.1.1' || refusal.reason === 'auth'
  return isPlain ? { reason: 'permission', code: `0x${code.toString(16)}`, said: 'subscription refused' } : refusal
}
