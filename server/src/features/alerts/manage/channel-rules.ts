import { text } from '@bongsu/contract/text.ts'
import { projectsKey } from '#features/projects/index.ts'
import { Failure, invalidField, notFound } from '#kernel/errors.ts'
import type { Db, Tx } from '#platform/db/contract.ts'
import { takeTurn } from '#platform/db/take-turn.ts'
import type { Context } from '#platform/operations/operation.ts'
import { outboundKey } from '#platform/outbound/index.ts'
import type { AnyChannelKind } from '../channels/contract.ts'
import type { Channel, ChannelScope } from './channel.ts'
import type { ChannelOptions } from './channel-options.ts'
import { channelById, fallbackOf } from './channel-store.ts'

/** A chain of fallbacks longer than this helps nobody. */
const longestChain = 10

export async function requireChannel(db: Db, id: number): Promise<Channel> {
  const channel = await channelById(db, id)
  if (!channel) throw notFound(text('알림 채널', 'The channel'))
  return channel
}

/**
 * As it is when its turn has come. One turn for all channels: a chain of fallbacks is a rule about several of them, and
 * people change channels seldom.
 */
export async function channelToChange(tx: Tx, id: number): Promise<Channel> {
  await takeChannelsTurn(tx)
  return requireChannel(tx, id)
}

export const takeChannelsTurn = (tx: Tx): Promise<void> => takeTurn(tx, 'channels')

/** Only what is written as a forbidden address; a name is judged by where it leads, at every message anew. */
export function requireReachable(ctx: Context, kind: AnyChannelKind, options: ChannelOptions): void {
  const address = kind.address?.(options)
  const problem = address && ctx.use(outboundKey).precheckUrl(address.url)
  if (problem) throw invalidField(`options.${address.option}`, problem)
}

/** A fallback must be there, and must not lead back to where it came from. */
export async function requireFallback(db: Db, channelId: number | null, fallbackId: number | null): Promise<void> {
  if (fallbackId === null) return
  let next: number | null | undefined = fallbackId
  for (let step = 0; next !== null; step++) {
    if (next === channelId || step === longestChain) throw invalidField('fallback_channel_id', circular)
    next = await fallbackOf(db, next)
    if (next === undefined) throw invalidField('fallback_channel_id', noSuchFallback)
  }
}

export function scopeOf(given: {
  projects: 'all' | 'chosen'
  project_ids: readonly number[]
  tags: readonly string[]
}): ChannelScope {
  const allProjects = given.projects === 'all'
  if (!allProjects && given.project_ids.length + given.tags.length === 0) throw invalidField('scope', nothingChosen)
  return { allProjects, projectIds: allProjects ? [] : given.project_ids, tags: allProjects ? [] : given.tags }
}

export async function requireProjects(ctx: Context, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  const known = await ctx.use(projectsKey).projects(ctx.db, ids)
  const unknown = ids.filter((id) => !known.has(id))
  if (unknown.length > 0) {
    const list = unknown.join(', ')
    throw invalidField('scope.project_ids', text(`없는 프로젝트입니다: ${list}.`, `There is no such project: ${list}.`))
  }
}

export function refuseManaged(channel: Channel): void {
  if (!channel.managed) return
  throw new Failure('conflict', managedText, { project_id: channel.managed.projectId, field: channel.managed.field })
}

const circular = text('대체 채널이 자기 자신으로 되돌아옵니다.', 'The fallback channels lead back to this one.')
const noSuchFallback = text('대체 채널을 찾을 수 없습니다.', 'There is no such fallback channel.')
const nothingChosen = text('프로젝트나 태그를 하나 이상 고르세요.', 'Choose at least one project or tag.')
const managedText = text(
  '이 채널은 프로젝트의 알림 이메일 또는 웹훅 주소에서 만들어졌습니다. 주소와 범위는 프로젝트에서 바꾸세요.',
  'This channel was made from a project’s alert address or webhook. Change address and scope at the project.',
)
