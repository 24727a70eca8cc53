import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

/**
 * The built console: hashed assets for a year, and one page for every address that is not the API's, so that deep links
 * open. Without a build (an API-only process) those addresses are plain 404s.
 */
export async function serveConsole(app: FastifyInstance, folder: string): Promise<void> {
  const page = join(folder, 'index.html')
  if (!existsSync(page)) return
  const html = readFileSync(page, 'utf8')
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    preCompressed: true,
    serveDotFiles: false,
    setHeaders: (reply, path) => {
      reply.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=300',
      )
    },
  })
  const sendPage = (reply: FastifyReply) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(html)
  app.get('/', (_request, reply) => sendPage(reply))
  app.get('/*', (request, reply) => {
    const wantsPage =
      request.headers.accept?.includes('text/html') &&
      !/^\/(api|mcp|sse|ws|assets|\.well-known)(\/|$)/.test(request.url)
    return wantsPage ? sendPage(reply) : reply.callNotFound()
  })
}
