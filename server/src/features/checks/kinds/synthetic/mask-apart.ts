import { Buffer } from 'node:buffer'
import { answerApart } from '#platform/apart/index.ts'
import { Mask } from './mask.ts'

export interface MaskTask {
  readonly what: 'har' | 'trace'
  readonly bytes: Uint8Array
  readonly secrets: readonly string[]
}

/** The process where recordings are unpacked and gone through: a page decides how much is in them. */
answerApart(
  ({ what, bytes, secrets }: MaskTask) => new Mask(secrets)[what](Buffer.from(bytes)),
  () => false,
)
