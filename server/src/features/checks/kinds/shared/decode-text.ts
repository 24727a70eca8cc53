import type { Buffer } from 'node:buffer'
import { TextDecoder } from 'node:util'

const sniffBytes = 1_024
const fallback = new TextDecoder()
const decoders = new Map<string, TextDecoder>([['utf-8', fallback]])

/** The text of a body, in the charset its header or its first tag names: Korean sites still speak EUC-KR. */
export function decodeText(body: Buffer, contentType: string | undefined): string {
  const named = /charset\s*=\s*["']?([\w-]+)/i.exec(contentType ?? '')?.[1] ?? sniffed(body, contentType)
  return (named ? decoderOf(named.toLowerCase()) : fallback).decode(body)
}

function sniffed(body: Buffer, contentType: string | undefined): string | undefined {
  if (contentType !== undefined && !/html|xml/i.test(contentType)) return undefined
  const head = body.toString('latin1', 0, sniffBytes)
  return (
    /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1] ??
    /<\?xml[^>]{0,100}encoding\s*=\s*["']([\w-]+)/i.exec(head)?.[1]
  )
}

/** Few charsets exist; names nobody knows are read as UTF-8 and not remembered. */
function decoderOf(name: string): TextDecoder {
  const known = decoders.get(name)
  if (known) return known
  try {
    const made = new TextDecoder(name)
    decoders.set(name, made)
    return made
  } catch {
    return fallback
  }
}
