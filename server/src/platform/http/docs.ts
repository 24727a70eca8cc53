import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { AnyOperation } from '#platform/operations/operation.ts'
import { openApiDocument } from './openapi.ts'

/** `/docs` is one page with an inline script; only it gets this policy. It asks nothing from outside. */
const docsPolicy =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'"

/** The machine-readable document and the pages for people made from it. */
export async function addDocs(
  app: FastifyInstance,
  operations: readonly AnyOperation[],
  version: string,
): Promise<void> {
  let document: string | undefined
  app.get('/api/v1/openapi.json', (_request, reply) => {
    document ??= JSON.stringify(openApiDocument(operations, version))
    return reply.type('application/json; charset=utf-8').send(document)
  })
  let pages: Promise<FastifyInstance> | undefined
  const show = async ({ url }: FastifyRequest, reply: FastifyReply) => {
    pages ??= openPages()
    const page = await (await pages).inject({ method: 'GET', url })
    const { 'content-length': _length, connection: _connection, date: _date, ...headers } = page.headers
    reply.code(page.statusCode).headers(headers).header('content-security-policy', docsPolicy)
    return reply.send(page.rawPayload)
  }
  app.get('/docs', show)
  app.get('/docs/*', show)
}

/** A page and 17 MB of program text: in memory from the first visit on, and never where nobody reads the docs. */
async function openPages(): Promise<FastifyInstance> {
  const { default: scalar } = await import('@scalar/fastify-api-reference')
  const pages = Fastify({ routerOptions: { ignoreTrailingSlash: true } })
  await pages.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      url: '/api/v1/openapi.json',
      withDefaultFonts: false,
      telemetry: false,
      agent: { disabled: true },
    },
  })
  await pages.ready()
  return pages
}
