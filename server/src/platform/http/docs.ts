import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'
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
  const document = JSON.stringify(openApiDocument(operations, version))
  app.get('/api/v1/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(document))
  await app.register(async (docs) => {
    docs.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', docsPolicy)
    })
    await docs.register(scalar, {
      routePrefix: '/docs',
      configuration: {
        url: '/api/v1/openapi.json',
        withDefaultFonts: false,
        telemetry: false,
        agent: { disabled: true },
      },
    })
  })
}
