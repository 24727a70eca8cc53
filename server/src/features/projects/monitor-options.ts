import { type Language, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { type Failure, invalidField } from '#kernel/errors.ts'
import { parseInput } from '#platform/operations/parse.ts'
import type { Monitor } from './monitor.ts'
import { hostsOf, type MonitorKind, type MonitorKinds, reachesTheSame } from './monitor-kinds.ts'
import type { ProjectsKit } from './projects-kit.ts'
import { openOptions, withKeptSecrets } from './secret-options.ts'

type Options = Record<string, unknown>

export function requireKind(kinds: MonitorKinds, name: string): MonitorKind {
  const kind = kinds.kindOf(name)
  if (kind) return kind
  throw invalidField(
    'kind',
    text(
      `"${name}"은(는) 없는 점검 종류입니다. 쓸 수 있는 종류: ${kinds.names.join(', ')}`,
      `There is no check kind "${name}". Known kinds: ${kinds.names.join(', ')}`,
    ),
  )
}

/** Reads options by their kind's schema; problems are named `options.x`. */
export function readOptions(kind: MonitorKind, sent: Readonly<Options>, language: Language): Options {
  return parseInput(z.strictObject({ options: kind.options }), { options: sent }, language).options
}

/** A private address is told now, not at the first look. Names are decided when they are resolved. */
export function requireReachable(kit: ProjectsKit, kind: MonitorKind, options: Readonly<Options>): void {
  for (const host of hostsOf(kind, options)) {
    const problem = kit.outbound.precheckHost(host)
    if (!problem) continue
    const named = host === kind.host(options) ? ['url', 'host', 'hostname', 'domain', 'target'] : []
    const field = named.find((name) => typeof options[name] === 'string')
    throw invalidField(field ? `options.${field}` : 'options', problem)
  }
}

/**
 * The options of an edited monitor, in clear. Secrets that were left out are kept, unless the monitor would now carry
 * them to another host: whoever may edit must not read a secret by pointing it elsewhere.
 */
export function editedOptions(
  kit: ProjectsKit,
  monitor: Monitor,
  sent: Readonly<Options>,
  language: Language,
): Options {
  const kind = requireKind(kit.kinds, monitor.kind)
  const stored = openOptions(monitor.options, kind.secrets, kit.sealer, monitor.id)
  const { options: completed, kept } = withKeptSecrets(sent, stored, kind.secrets)
  const options = readOptions(kind, completed, language)
  if (kept.length > 0 && !reachesTheSame(kind, options, stored)) throw secretsWouldMove()
  return options
}

const secretsWouldMove = (): Failure =>
  invalidField(
    'options',
    text(
      '점검할 호스트가 바뀌면 저장된 비밀 값을 그대로 쓸 수 없습니다. 비밀 값을 다시 입력하거나 지워 주세요.',
      'A stored secret does not go along to another host. Enter the secrets again, or take them away.',
    ),
  )
