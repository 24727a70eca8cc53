import { text } from '@bongsu/contract/text.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { notFound } from '#kernel/errors.ts'

export interface SentFile {
  /** What this very content is called; it never changes under one name. */
  readonly version: string
  readonly mime: string
  readonly fileName: string
  bytes(): Promise<Uint8Array | null | undefined>
}

/**
 * A file out of the store. It came from a site somebody watches, so it is never a document of ours: pictures may be
 * shown, everything else is saved, and nothing in it may run or load anything. Browsers ask every time whether they may
 * still show what they keep.
 */
export async function sendFile(request: FastifyRequest, reply: FastifyReply, file: SentFile): Promise<FastifyReply> {
  const tag = `"${file.version}"`
  reply.header('etag', tag)
  reply.header('cache-control', 'private, no-cache')
  reply.header('content-security-policy', "default-src 'none'; sandbox")
  if (request.headers['if-none-match'] === tag) return reply.code(304).send()
  const bytes = await file.bytes()
  if (!bytes) throw notFound(text('파일', 'The file'))
  const shown = file.mime.startsWith('image/') ? 'inline' : 'attachment'
  reply.header('content-disposition', `${shown}; filename="${file.fileName}"`)
  return reply.type(file.mime).send(Buffer.from(bytes))
}
