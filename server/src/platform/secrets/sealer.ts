import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { text } from '@bongsu/contract/text.ts'
import { Failure } from '#kernel/errors.ts'
import { serviceKey } from '#kernel/service.ts'

/**
 * Keeps secrets unreadable at rest. Each secret gets a data key of its own (AES-256-GCM, random 96-bit nonce), which is
 * itself sealed under the installation's key. Both are bound to the place they belong to, so a sealed text copied to
 * another row or field does not open. Without the right key nothing opens: there is no plain-text way around.
 */
export interface Sealer {
  /** `place` says where the secret lives; see `sealedPlace`. */
  seal(plain: string, place: string): string
  /** Throws `unavailable` when the key is missing, is another one, or the text was moved or changed. */
  open(sealed: string, place: string): string
  /** False for what an old key sealed: seal it again at the next chance. */
  isCurrent(sealed: string): boolean
}

export const sealerKey = serviceKey<Sealer>('sealer')

/** The place of a secret: table, row and field. */
export const sealedPlace = (table: string, id: string | number, field: string): string =>
  JSON.stringify([table, String(id), field])

/**
 * `keys`: the first seals, all of them open. None at all gives a sealer that refuses everything but does not stop the
 * product: monitors without secrets go on.
 */
export function createSealer(keys: readonly string[]): Sealer {
  const ring = keys.map((key) => ({ id: keyId(key), bytes: keyBytes(key) }))
  const [current] = ring

  return {
    seal(plain, place) {
      if (!current) throw noKey()
      const dataKey = randomBytes(32)
      const wrapped = encrypt(current.bytes, dataKey, place)
      const body = encrypt(dataKey, Buffer.from(plain, 'utf8'), place)
      return [version, current.id, wrapped.toString('base64url'), body.toString('base64url')].join('.')
    },
    open(sealed, place) {
      const [kind, id, wrapped = '', body = ''] = sealed.split('.')
      if (kind !== version) throw damaged()
      const key = ring.find((one) => one.id === id)
      if (!key) throw noKey()
      try {
        const dataKey = decrypt(key.bytes, Buffer.from(wrapped, 'base64url'), place)
        return decrypt(dataKey, Buffer.from(body, 'base64url'), place).toString('utf8')
      } catch {
        throw damaged()
      }
    },
    isCurrent: (sealed) => current !== undefined && sealed.startsWith(`${version}.${current.id}.`),
  }
}

const version = 's1'
const nonceBytes = 12
const tagBytes = 16

const keyBytes = (key: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', 'bongsu sealing key', 32))
/** Names a key without telling anything about it. */
const keyId = (key: string): string =>
  createHash('sha256')
    .update(Buffer.from(hkdfSync('sha256', key, '', 'bongsu key id', 32)))
    .digest('hex')
    .slice(0, 12)

function encrypt(key: Buffer, plain: Buffer, place: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place, 'utf8'))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function decrypt(key: Buffer, sealed: Buffer, place: string): Buffer {
  const tag = sealed.subarray(sealed.length - tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(place, 'utf8')).setAuthTag(tag)
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes)), decipher.final()])
}

const noKey = (): Failure =>
  new Failure(
    'unavailable',
    text(
      '이 비밀 값을 봉한 열쇠가 없습니다. 서버의 BONGSU_SECRET_KEY(또는 열쇠 파일)가 저장할 때의 것과 같은지 확인하거나, 비밀 값을 다시 입력하세요.',
      'The key that sealed this secret is not here. Check that BONGSU_SECRET_KEY (or the key file) is the one it was sealed with, or enter the secret again.',
    ),
  )

const damaged = (): Failure =>
  new Failure(
    'unavailable',
    text(
      '저장된 비밀 값이 손상되었거나 다른 곳에서 옮겨졌습니다. 비밀 값을 다시 입력하세요.',
      'The stored secret is damaged or was moved here from elsewhere. Enter the secret again.',
    ),
  )
