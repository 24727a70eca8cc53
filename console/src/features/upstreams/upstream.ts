import type { DisplayState } from '@bongsu/contract/states.ts'
import type { OutputOf } from '#lib/api.ts'

export type Upstream = OutputOf<'list-upstreams'>['items'][number]
export type UpstreamDetail = OutputOf<'get-upstream'>
export type UpstreamTool = OutputOf<'list-upstream-tools'>['items'][number]

/** Whatever changes an upstream changes these answers. */
export const touched = ['list-upstreams', 'get-upstream', 'list-upstream-tools', 'browse-tools'] as const

/** The six shapes that states have everywhere. */
export const stateLook: Readonly<Record<Upstream['health']['state'], DisplayState>> = {
  unknown: 'unknown',
  up: 'up',
  down: 'down',
  disabled: 'paused',
}

export const toolLook = {
  approved: 'neutral',
  new: 'accent',
  changed: 'degraded',
  rejected: 'neutral',
  refused: 'down',
  gone: 'neutral',
} as const satisfies Readonly<Record<UpstreamTool['state'], string>>

export const isWaiting = ({ state }: Pick<UpstreamTool, 'state'>): boolean => state === 'new' || state === 'changed'

/** What is decided about: the very definition that was seen. */
export const seen = (tools: readonly UpstreamTool[]): { name: string; hash: string }[] =>
  tools.flatMap(({ name, hash }) => (hash === null ? [] : [{ name, hash }]))
