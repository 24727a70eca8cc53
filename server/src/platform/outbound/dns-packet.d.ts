/** The part of dns-packet that is used here; the package brings no types. */
declare module 'dns-packet' {
  import type { Buffer } from 'node:buffer'

  export interface Question {
    readonly type: string
    readonly name: string
  }
  export interface Answer extends Question {
    readonly ttl?: number
    readonly data?: unknown
  }
  export interface Packet {
    readonly id?: number
    readonly type?: 'query' | 'response'
    readonly flags?: number
    readonly rcode?: string
    readonly flag_aa?: boolean
    readonly flag_tc?: boolean
    readonly questions?: readonly Question[]
    readonly answers?: readonly Answer[]
    readonly authorities?: readonly Answer[]
    readonly additionals?: readonly (
      | Answer
      | { readonly type: 'OPT'; readonly name: '.'; readonly udpPayloadSize: number; readonly flags: number }
    )[]
  }
  export const RECURSION_DESIRED: number
  export const RECURSION_AVAILABLE: number
  export const AUTHORITATIVE_ANSWER: number
  export const TRUNCATED_RESPONSE: number
  export function encode(packet: Packet): Buffer
  export function decode(bytes: Buffer): Packet
}
