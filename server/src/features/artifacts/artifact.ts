import type { ArtifactType, ArtifactView } from '@bongsu/contract/artifacts.ts'
import type { OutcomeState } from '@bongsu/contract/states.ts'
import { day } from '#kernel/clock.ts'

/** Where files of a look go: to its monitor, or to the one who looked by hand. */
export type ArtifactOwner =
  | { readonly monitorId: number; readonly projectId: number; readonly slotAt: number; readonly state: OutcomeState }
  | { readonly personId: number; readonly slotAt: number; readonly state: OutcomeState }

/** A stored file without its bytes. */
export interface Artifact {
  readonly id: number
  readonly projectId: number | null
  readonly personId: number | null
  readonly slotAt: number
  readonly state: OutcomeState
  readonly type: ArtifactType
  readonly name: string
  readonly size: number
  readonly expiresAt: number
}

/** Nothing else is ever served, whatever a target made of it: no type here can run a script in our origin. */
const mimes: Readonly<Record<ArtifactType, string>> = {
  screenshot: 'image/webp',
  report: 'application/json',
  trace: 'application/zip',
  har: 'application/json',
}
const endings: Readonly<Record<ArtifactType, string>> = {
  screenshot: 'webp',
  report: 'json',
  trace: 'zip',
  har: 'har',
}

export const mimeOf = ({ type }: Pick<Artifact, 'type'>): string => mimes[type]

export const fileNameOf = ({ id, type, name }: Artifact): string =>
  `bongsu-${id}-${name.replaceAll(/[^\w-]/g, '')}.${endings[type]}`

/** Bytes. A larger file is left out: what it would show is in the report as well. */
export const mostBytes = 10 * 1_048_576
/** Looks of one monitor whose files are kept. */
export const mostRuns = 30
/** What somebody made by hand is for looking at now. */
export const keptByHandMs = day
/** A look that went well is kept as often. */
export const successEveryMs = day

export const artifactToView = (artifact: Artifact): ArtifactView => ({
  id: artifact.id,
  type: artifact.type,
  name: artifact.name,
  mime: mimeOf(artifact),
  size: artifact.size,
})
