import { Buffer } from 'node:buffer'
import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { unexpected } from '../shared/byte-reader.ts'

const derive = promisify(pbkdf2)

/** What a server may make us compute: PostgreSQL asks for 4,096 rounds, and nobody for a million. */
const mostRounds = 200_000

/**
 * SCRAM-SHA-256 (RFC 5802, 7677) without channel binding, as PostgreSQL speaks it: the user name travels in the start
 * message and stays empty here. The server has to prove that it knows the password too.
 */
export class Scram {
  readonly #nonce: string
  readonly #password: string
  #serverSignature: Buffer | undefined

  constructor(password: string, nonce = randomBytes(18).toString('base64')) {
    this.#password = password
    this.#nonce = nonce
  }

  first(): string {
    return `n,,${this.#firstBare()}`
  }

  async final(serverFirst: string): Promise<string> {
    const { r: nonce = '', s: salt = '', i: rounds = '' } = attributes(serverFirst)
    const count = Number(rounds)
    if (!nonce.startsWith(this.#nonce) || nonce.length <= this.#nonce.length || salt === '') throw badScram()
    if (!Number.isInteger(count) || count < 1 || count > mostRounds) throw badScram()
    const bare = `c=biws,r=${nonce}`
    const signed = [this.#firstBare(), serverFirst, bare].join(',')
    const salted = await saltedPassword(this.#password, salt, count)
    const clientKey = hmac(salted, 'Client Key')
    const clientSignature = hmac(createHash('sha256').update(clientKey).digest(), signed)
    this.#serverSignature = hmac(hmac(salted, 'Server Key'), signed)
    const proof = clientKey.map((byte, at) => byte ^ (clientSignature[at] as number))
    return `${bare},p=${Buffer.from(proof).toString('base64')}`
  }

  verify(serverFinal: string): void {
    const signature = Buffer.from(attributes(serverFinal).v ?? '', 'base64')
    const expected = this.#serverSignature
    if (!expected || signature.length !== expected.length || !timingSafeEqual(signature, expected)) throw badScram()
  }

  #firstBare(): string {
    return `n=,r=${this.#nonce}`
  }
}

/**
 * Thousands of rounds are most of what a look costs, and salt and rounds of a role stay what they are: a monitor derives
 * its key once. By a hash of what went in, so that only keys are kept.
 */
const derived = new Map<string, Buffer>()
const mostDerived = 500

async function saltedPassword(password: string, salt: string, rounds: number): Promise<Buffer> {
  const name = createHash('sha256')
    .update(JSON.stringify([password, salt, rounds]))
    .digest('base64')
  const known = derived.get(name)
  if (known) return known
  const made = await derive(password.normalize('NFKC'), Buffer.from(salt, 'base64'), rounds, 32, 'sha256')
  const oldest = derived.size >= mostDerived ? derived.keys().next() : undefined
  if (oldest && !oldest.done) derived.delete(oldest.value)
  derived.set(name, made)
  return made
}

const hmac = (key: Buffer, words: string): Buffer => createHmac('sha256', key).update(words).digest()

const attributes = (words: string): Readonly<Record<string, string>> =>
  Object.fromEntries(words.split(',').map((part) => [part[0] ?? '', part.slice(2)]))

const badScram = () =>
  unexpected('서버의 SCRAM 인증 응답이 올바르지 않습니다.', "The server's part of the SCRAM sign-in is not valid.")
