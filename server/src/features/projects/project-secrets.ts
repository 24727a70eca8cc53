import { type Sealer, sealedPlace } from '#platform/secrets/sealer.ts'
import type { Project, SealedHeader } from './project.ts'

/** The secrets of a project: header values and the webhook address, each bound to its row and field. */
export const sealHeaders = (
  headers: readonly { readonly name: string; readonly value: string }[],
  sealer: Pick<Sealer, 'seal'>,
  projectId: number,
): SealedHeader[] =>
  headers.map(({ name, value }) => ({ name, value: sealer.seal(value, headerPlace(projectId, name)) }))

export const openHeaders = (project: Project, sealer: Pick<Sealer, 'open'>): { name: string; value: string }[] =>
  project.customHeaders.map(({ name, value }) => ({ name, value: sealer.open(value, headerPlace(project.id, name)) }))

export const sealWebhookUrl = (url: string | null, sealer: Pick<Sealer, 'seal'>, projectId: number): string | null =>
  url === null ? null : sealer.seal(url, webhookPlace(projectId))

export const openWebhookUrl = (project: Project, sealer: Pick<Sealer, 'open'>): string | null =>
  project.webhookUrl === null ? null : sealer.open(project.webhookUrl, webhookPlace(project.id))

const headerPlace = (projectId: number, name: string): string =>
  sealedPlace('project', projectId, `custom_headers.${name.toLowerCase()}`)
const webhookPlace = (projectId: number): string => sealedPlace('project', projectId, 'webhook_url')
