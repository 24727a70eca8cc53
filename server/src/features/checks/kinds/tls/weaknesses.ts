import type { X509Certificate } from 'node:crypto'
import { type Text, text } from '@bongsu/contract/text.ts'
import type { TlsAnswer } from '#platform/outbound/index.ts'
import { keyOf, signatureOf } from './evidence.ts'

export const protocolFloors = ['TLSv1.2', 'TLSv1.3'] as const
export type ProtocolFloor = (typeof protocolFloors)[number]

/** Something that works today and that browsers or attackers will not leave at that. */
export interface Weakness {
  readonly rule: 'protocol' | 'cipher' | 'forward_secrecy' | 'key' | 'signature' | 'must_staple'
  readonly message: Text
}

const rank = ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']

/** Every one that was seen, the worst first. A root's own signature counts for nothing: it is trusted by being known. */
export function weaknessesOf(answer: TlsAnswer, floor: ProtocolFloor): Weakness[] {
  const sent = answer.chain.filter((certificate, at) => at === 0 || certificate.subject !== certificate.issuer)
  return [
    protocolWeakness(answer.protocol, floor),
    cipherWeakness(answer.cipher),
    secrecyWeakness(answer),
    ...sent.map(keyWeakness),
    ...sent.map(signatureWeakness),
  ].filter((weakness) => weakness !== undefined)
}

function protocolWeakness(protocol: string, floor: ProtocolFloor): Weakness | undefined {
  if (rank.indexOf(protocol) >= rank.indexOf(floor)) return undefined
  const message =
    floor === 'TLSv1.2'
      ? text(`오래된 프로토콜(${protocol})만 지원합니다.`, `It only speaks an outdated protocol (${protocol}).`)
      : text(`${floor}을 지원하지 않습니다(${protocol}).`, `It does not speak ${floor} (${protocol} at best).`)
  return { rule: 'protocol', message }
}

/** By IANA's names: no encryption, or ciphers that RFC 7525 and 9325 tell not to use. */
function cipherWeakness(cipher: string): Weakness | undefined {
  if (!/NULL|RC4|3DES|_DES_|EXPORT|anon|MD5|IDEA|SEED/i.test(cipher)) return undefined
  return { rule: 'cipher', message: text(`약한 암호 방식을 씁니다(${cipher}).`, `It uses a weak cipher (${cipher}).`) }
}

const fewestDhBits = 2048

function secrecyWeakness({ keyExchange, protocol }: TlsAnswer): Weakness | undefined {
  if (!keyExchange && protocol !== 'TLSv1.3')
    return {
      rule: 'forward_secrecy',
      message: text(
        '순방향 비밀성이 없는 키 교환을 씁니다.',
        'Its key exchange has no forward secrecy: whoever gets the key can read what was said before.',
      ),
    }
  if (keyExchange?.type !== 'DH' || (keyExchange.bits ?? fewestDhBits) >= fewestDhBits) return undefined
  return {
    rule: 'forward_secrecy',
    message: text(
      `Diffie-Hellman 키가 너무 짧습니다(${keyExchange.bits}비트).`,
      `Its Diffie-Hellman key is too short (${keyExchange.bits} bits).`,
    ),
  }
}

function keyWeakness(certificate: X509Certificate): Weakness | undefined {
  const { type, bits } = keyOf(certificate)
  if (type !== 'rsa' || bits === undefined || bits >= 2048) return undefined
  return {
    rule: 'key',
    message: text(`RSA 키가 너무 짧습니다(${bits}비트).`, `Its RSA key is too short (${bits} bits).`),
  }
}

function signatureWeakness(certificate: X509Certificate): Weakness | undefined {
  const signature = signatureOf(certificate)
  if (!signature || !/sha1|md5/i.test(signature)) return undefined
  return {
    rule: 'signature',
    message: text(`서명 알고리즘이 약합니다(${signature}).`, `Its signature algorithm is weak (${signature}).`),
  }
}
