import type { Buffer } from 'node:buffer'
import { ByteReader } from '../shared/byte-reader.ts'
import type { Refusal, RefusalReason } from '../shared/server-refusal.ts'

/** Server error numbers of MySQL and MariaDB that have a remedy of their own. */
const reasons: Readonly<Record<number, RefusalReason>> = {
  1040: 'too_many_connections',
  1044: 'permission',
  1045: 'auth',
  1049: 'unknown_database',
  1053: 'not_ready',
  1064: 'bad_request',
  1129: 'not_ready',
  1130: 'auth',
  1142: 'permission',
  1143: 'permission',
  1203: 'too_many_connections',
  1226: 'too_many_connections',
  1227: 'permission',
  1251: 'unsupported',
  1290: 'bad_request',
  1317: 'query_timeout',
  1524: 'unsupported',
  1698: 'auth',
  1792: 'bad_request',
  1836: 'bad_request',
  1969: 'query_timeout',
  3024: 'query_timeout',
  3118: 'auth',
  3159: 'auth',
  4151: 'auth',
}

export const isError = (packet: Buffer): boolean => packet[0] === 0xff

/** An ERR packet: number, then `#` and SQLSTATE unless it comes before the handshake, then words. */
export function refusalOf(packet: Buffer): Refusal {
  const reader = new ByteReader(packet)
  reader.skip(1)
  const code = reader.u16le()
  const words = reader.rest().toString('utf8')
  return { reason: reasons[code] ?? 'other', code: String(code), said: words.replace(/^#[\dA-Z]{5}/, '') }
}
