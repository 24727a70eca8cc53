import { mayRole } from '@bongsu/contract/permissions.ts'
import { text } from '@bongsu/contract/text.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { projectsKey } from '#features/projects/index.ts'
import { notFound } from '#kernel/errors.ts'
import type { Actor } from '#kernel/operation.ts'
import type { Services } from '#kernel/service.ts'
import type { Database } from '#platform/db/contract.ts'
import { isSameOrigin } from '#platform/http/cross-site.ts'
import { type RunOperation, requireAccess } from '#platform/operations/runner.ts'
import { type Artifact, fileNameOf, mimeOf } from './artifact.ts'
import { artifactById, bytesOf } from './artifact-store.ts'
import { listKeptRuns } from './list-kept-runs.ts'
import { pictureBytes, pictureOf } from './picture-store.ts'
import { isFresh } from './project-pictures.ts'
import { sendFile } from './send-file.ts'
import { takeProjectScreenshot } from './take-project-screenshot.ts'

export interface DownloadParts {
  readonly database: Database
  readonly services: Services
  readonly run: RunOperation
  now(): number
}

/** The bytes of artifacts and project pictures: for those who may see the project, or who looked by hand. */
export function addArtifactDownloads(app: FastifyInstance, { database, services, run, now }: DownloadParts): void {
  const config = { rateGroup: 'api' } as const

  app.get('/api/v1/artifacts/:id', { config }, async (request, reply) => {
    const { actor } = request.caller
    requireAccess(listKeptRuns, actor)
    const artifact = await artifactById(database, idIn(request))
    if (!artifact || artifact.expiresAt <= now() || !(await maySee(artifact, actor))) throw noFile()
    return sendFile(request, reply, {
      version: `artifact-${artifact.id}`,
      mime: mimeOf(artifact),
      fileName: fileNameOf(artifact),
      bytes: () => bytesOf(database, artifact.id),
    })
  })

  for (const size of ['screenshot', 'thumbnail'] as const) {
    app.get(`/api/v1/projects/:id/${size}`, { config }, async (request, reply) => {
      requireAccess(listKeptRuns, request.caller.actor)
      const id = idIn(request)
      const project = await services.use(projectsKey).project(database, id)
      if (!project) throw noFile()
      // Cards show what there is; only who asks for the picture itself makes the server take one.
      if (size === 'screenshot') await takeWhereMissing(request, id, project.url)
      const picture = await pictureOf(database, id)
      if (!picture?.isThere) throw noFile()
      return sendFile(request, reply, {
        version: `${size}-${id}-${picture.takenAt}`,
        mime: 'image/webp',
        fileName: `bongsu-project-${id}-${size}.webp`,
        bytes: () => pictureBytes(database, id, size),
      })
    })
  }

  /** `force=true` takes one now, and says why that is refused or fails. */
  async function takeWhereMissing(request: FastifyRequest, id: number, url: string): Promise<void> {
    const isForced = (request.query as { force?: string }).force === 'true'
    const { actor, proof } = request.caller
    const picture = await pictureOf(database, id)
    if (!isForced && (isFresh(picture, url, now()) || !mayTake(actor))) return
    // A GET that does something must not be made by somebody else's page.
    if (proof === 'cookie' && !isSameOrigin(request)) return
    const call = {
      actor,
      language: request.language,
      origin: { door: 'http', address: request.ip },
      signal: AbortSignal.timeout(60_000),
    } as const
    const taking = run(takeProjectScreenshot, { id, force: isForced }, call)
    await (isForced || !picture?.isThere ? taking : taking.catch(() => undefined))
  }

  async function maySee({ projectId, personId }: Artifact, actor: Actor): Promise<boolean> {
    if (projectId !== null) return (await services.use(projectsKey).project(database, projectId)) !== undefined
    return personId !== null && 'personId' in actor && actor.personId === personId
  }
}

const mayTake = (actor: Actor): boolean => 'role' in actor && mayRole(actor.role, takeProjectScreenshot.access as never)

function idIn(request: FastifyRequest): number {
  const { id = '' } = request.params as { id?: string }
  if (!/^[1-9]\d{0,14}$/.test(id)) throw noFile()
  return Number(id)
}

const noFile = () => notFound(text('파일', 'The file'))
