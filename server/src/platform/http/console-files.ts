import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { pagePolicy } from './security-headers.ts'

/** Stands in `console/index.html`, where the console finds what its style elements have to carry. */
const nonceMark = 'STYLE_NONCE'

/**
 * The built console: hashed assets for a year, and one page for every address that is not the API's, so that deep links
 * open. Without a build (an API-only process) those addresses are plain 404s.
 */
export async function serveConsole(app: FastifyInstance, folder: string): Promise<void> {
  const page = join(folder, 'index.html')
  if (!existsSync(page)) return
  const [before = '', ...after] = readFileSync(page, 'utf8').split(nonceMark)
  // One route for them all: a route a file, for hundreds of pieces of fonts, was a third of the start.
  const files = filesIn(folder)
  await app.register(fastifyStatic, {
    root: folder,
    serve: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      reply.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=300',
      )
    },
  })
  const sendPage = (reply: FastifyReply) => {
    const nonce = randomBytes(16).toString('base64url')
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('content-security-policy', pagePolicy(nonce))
      .send([before, ...after].join(nonce))
  }
  app.get('/', (_request, reply) => sendPage(reply))
  app.get<{ Params: { '*': string } }>('/*', (request, reply) => {
    const path = request.params['*']
    if (files.has(path)) return reply.sendFile(path)
    const wantsPage =
      request.headers.accept?.includes('text/html') &&
      !/^\/(api|mcp|sse|ws|assets|\.well-known)(\/|$)/.test(request.url)
    return wantsPage ? sendPage(reply) : reply.callNotFound()
  })
}

/** What is served, by its path below the folder; not the page, which is written anew each time. */
function filesIn(folder: string): ReadonlySet<string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^(\.|index\.html)|\.(br|gz)$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
  return new Set(paths)
}
