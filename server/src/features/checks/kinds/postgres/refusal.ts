import type { ByteReader } from '../shared/byte-reader.ts'
import type { Refusal, RefusalReason } from '../shared/server-refusal.ts'
import { errorFields } from './wire.ts'

/** PostgreSQL, appendix A: by whole SQLSTATE, else by its class. */
const reasons: Readonly<Record<string, RefusalReason>> = {
  '28': 'auth',
  '3D000': 'unknown_database',
  '53300': 'too_many_connections',
  '57P01': 'not_ready',
  '57P02': 'not_ready',
  '57P03': 'not_ready',
  '57014': 'query_timeout',
  '42501': 'permission',
  '42601': 'bad_request',
  '25006': 'bad_request',
  '0A000': 'bad_request',
  '08P01': 'bad_request',
}

export function refusalOf(body: ByteReader): Refusal {
  const { C: code = '', M: said = '' } = errorFields(body)
  return { reason: reasons[code] ?? reasons[code.slice(0, 2)] ?? 'other', code, said }
}
