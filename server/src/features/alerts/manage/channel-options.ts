import type { Language } from '@bongsu/contract/text.ts'
import { text } from '@bongsu/contract/text.ts'
import { Failure, invalidField, isFailure } from '#kernel/errors.ts'
import { parseInput } from '#platform/operations/parse.ts'
import { type Sealer, sealedPlace } from '#platform/secrets/sealer.ts'
import { channelKindNames, channelKindOf } from '../channels/catalogue.ts'
import type { AnyChannelKind } from '../channels/contract.ts'

export type ChannelOptions = Readonly<Record<string, unknown>>

export function requireKind(name: string): AnyChannelKind {
  const kind = channelKindOf(name)
  if (kind) return kind
  const names = channelKindNames.join(', ')
  throw invalidField(
    'kind',
    text(
      `"${name}" 채널 종류는 없습니다. 가능한 값: ${names}.`,
      `There is no channel kind "${name}". Possible: ${names}.`,
    ),
  )
}

/** Parses against the kind's schema; problems are named `options.…`. */
export function parseOptions(kind: AnyChannelKind, given: unknown, language: Language): Record<string, unknown> {
  try {
    return parseInput(kind.options, given, language)
  } catch (error) {
    if (!isFailure(error, 'validation')) throw error
    const { fields } = error.details as { fields?: { path: string; message: string }[] }
    if (!fields) throw error
    const named = fields.map(({ path, message }) => ({ path: path ? `options.${path}` : 'options', message }))
    const summary = named.map(({ path, message }) => `${path}: ${message}`).join(' · ')
    throw new Failure('validation', text(summary, summary), { fields: named })
  }
}

/** Secrets that are not given again stay as they are; a null takes one away. Everything else is as given. */
export function withStoredSecrets(
  kind: AnyChannelKind,
  stored: ChannelOptions,
  given: ChannelOptions,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...given }
  for (const name of kind.secrets) {
    if (given[name] === null) delete merged[name]
    else if (given[name] === undefined && stored[name] !== undefined) merged[name] = stored[name]
  }
  return merged
}

/** As they are stored: each secret sealed, bound to this channel and option. */
export function sealOptions(
  sealer: Sealer,
  kind: AnyChannelKind,
  channelId: number,
  options: ChannelOptions,
): Record<string, unknown> {
  const sealed: Record<string, unknown> = { ...options }
  for (const name of kind.secrets) {
    if (options[name] !== undefined) sealed[name] = sealer.seal(JSON.stringify(options[name]), place(channelId, name))
  }
  return sealed
}

/** For delivering, and for nothing else. Throws `unavailable` where the key that sealed them is not here. */
export function openOptions(
  sealer: Sealer,
  kind: AnyChannelKind,
  channelId: number,
  stored: ChannelOptions,
): Record<string, unknown> {
  const opened: Record<string, unknown> = { ...stored }
  for (const name of kind.secrets) {
    const sealed = stored[name]
    // Safe because only `sealOptions` writes these fields.
    if (sealed !== undefined) opened[name] = JSON.parse(sealer.open(sealed as string, place(channelId, name)))
  }
  return opened
}

/** What may be shown: the options without their secrets, and the names of those that are set. */
export function shownOptions(
  kind: AnyChannelKind,
  stored: ChannelOptions,
): { options: Record<string, unknown>; secrets: string[] } {
  const hidden = new Set<string>(kind.secrets)
  return {
    options: Object.fromEntries(Object.entries(stored).filter(([name]) => !hidden.has(name))),
    secrets: kind.secrets.filter((name) => stored[name] !== undefined),
  }
}

const place = (channelId: number, name: string): string => sealedPlace('channel', channelId, name)
