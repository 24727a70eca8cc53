import { createHash, hash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits. Only its hash is stored. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** Tokens are random, so a plain hash is enough: there is nothing to guess from a dictionary. */
export const tokenHash = (token: string): string => hash('sha256', token)

/** Compares without telling by its time how much was right. */
export const isSameText = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())
