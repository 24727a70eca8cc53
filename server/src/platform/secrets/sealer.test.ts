import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isFailure } from '#kernel/errors.ts'
import { loadSecretKeys } from './key-file.ts'
import { createSealer, sealedPlace } from './sealer.ts'

const first = 'first-key-first-key-first-key-first-key'
const second = 'second-key-second-key-second-key-second'
const place = sealedPlace('setting', 'smtp', 'password')

const refusalOf = (work: () => unknown): unknown => {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}
const unavailable = (work: () => unknown): boolean => isFailure(refusalOf(work), 'unavailable')

describe('a sealer', () => {
  it('opens what it sealed, never twice the same text, and shows nothing of the secret', () => {
    const sealer = createSealer([first])
    const sealed = sealer.seal('비밀 · hunter22', place)
    expect(sealer.open(sealed, place)).toBe('비밀 · hunter22')
    expect(sealer.seal('비밀 · hunter22', place)).not.toBe(sealed)
    expect(sealed).not.toContain('hunter22')
    expect(Buffer.from(sealed.split('.')[3] ?? '', 'base64url').toString('latin1')).not.toContain('hunter22')
  })

  it('does not open a text that was moved to another table, row or field', () => {
    const sealer = createSealer([first])
    const sealed = sealer.seal('secret', place)
    for (const other of [
      ['monitor', 'smtp', 'password'],
      ['setting', 'smtp2', 'password'],
      ['setting', 'smtp', 'username'],
    ] as const) {
      expect(unavailable(() => sealer.open(sealed, sealedPlace(other[0], other[1], other[2])))).toBe(true)
    }
  })

  it('does not open a text with any character changed', () => {
    const sealer = createSealer([first])
    const sealed = sealer.seal('secret', place)
    for (let at = 0; at < sealed.length; at++) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
      // The last character of a base64url part may hold bits that carry nothing; only real changes must be refused.
      if (sameBytes(changed, sealed)) continue
      expect(
        unavailable(() => sealer.open(changed, place)),
        `character ${at}`,
      ).toBe(true)
    }
  })

  it('does not open with another key, and says so', () => {
    const sealed = createSealer([first]).seal('secret', place)
    const refusal = refusalOf(() => createSealer([second]).open(sealed, place))
    expect(isFailure(refusal, 'unavailable')).toBe(true)
    expect(String(refusal)).toContain('BONGSU_SECRET_KEY')
    expect(unavailable(() => createSealer([]).open(sealed, place))).toBe(true)
  })

  it('seals nothing without a key, instead of keeping it in plain text', () => {
    expect(unavailable(() => createSealer([]).seal('secret', place))).toBe(true)
  })

  it('opens with an old key and seals with the new one', () => {
    const old = createSealer([first]).seal('secret', place)
    const sealer = createSealer([second, first])
    expect(sealer.open(old, place)).toBe('secret')
    expect(sealer.isCurrent(old)).toBe(false)
    const renewed = sealer.seal('secret', place)
    expect(sealer.isCurrent(renewed)).toBe(true)
    expect(createSealer([second]).open(renewed, place)).toBe('secret')
  })
})

describe('the key file', () => {
  let folder: string
  let warnings: string[]
  const load = (secretKey: string | null = null, oldSecretKeys: string[] = []) =>
    loadSecretKeys({ secretKey, oldSecretKeys, dataDir: join(folder, 'data') }, (message) => warnings.push(message))

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bongsu-key-'))
    warnings = []
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('is made at the first start, for its owner only, and stays', () => {
    const [key] = load()
    expect(key?.length).toBeGreaterThanOrEqual(43)
    expect(load()).toEqual([key])
    expect(statSync(join(folder, 'data', 'secret.key')).mode & 0o777).toBe(0o600)
    expect(warnings).toEqual([])
  })

  it('is not made when the operator keeps the key, and still opens when there was one', () => {
    expect(load(first)).toEqual([first])
    expect(statSync(join(folder, 'data'), { throwIfNoEntry: false })).toBeUndefined()
    const [fromFile] = load()
    expect(load(first, [second])).toEqual([first, fromFile, second])
  })

  it('is not replaced when it is damaged: secrets stay closed and the operator is told', () => {
    load()
    writeFileSync(join(folder, 'data', 'secret.key'), 'oops')
    expect(load()).toEqual([])
    expect(readFileSync(join(folder, 'data', 'secret.key'), 'utf8')).toBe('oops')
    expect(warnings.join()).toContain('secret.key')
  })

  it('tells when others on the machine can read it', () => {
    load()
    rmSync(join(folder, 'data', 'secret.key'))
    writeFileSync(join(folder, 'data', 'secret.key'), first, { mode: 0o644 })
    expect(load()).toEqual([first])
    expect(warnings.join()).toContain('chmod 600')
  })
})

const sameBytes = (a: string, b: string): boolean => {
  const bytes = (sealed: string) => sealed.split('.').map((part, index) => (index < 2 ? part : hex(part)))
  return bytes(a).join() === bytes(b).join()
}
const hex = (part: string): string => Buffer.from(part, 'base64url').toString('hex')
