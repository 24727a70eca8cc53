import type { Role } from '@bongsu/contract/permissions.ts'
import type { InputOf } from '#lib/api.ts'
import type { Upstream } from './upstream.ts'

/** What the forms hold: texts where people type, `undefined` for a secret that stays as it is. */
export interface UpstreamValues {
  readonly slug: string
  readonly title: string
  readonly url: string
  readonly credential: Upstream['credential']['kind']
  readonly secret: string | null | undefined
  readonly header: string
  readonly scheme: Upstream['credential']['scheme']
  readonly least_role: Role
  readonly prefixes: Upstream['prefixes']
  readonly timeout_seconds: number | string
  readonly tags: string
}

export const freshValues: UpstreamValues = {
  ...{ slug: '', title: '', url: '', credential: 'none', secret: undefined },
  ...{ header: 'Authorization', scheme: 'bearer', least_role: 'user' },
  ...{ prefixes: 'on_collision', timeout_seconds: '', tags: '' },
}

export const valuesOf = (upstream: Upstream): UpstreamValues => ({
  slug: upstream.slug,
  title: upstream.title,
  url: upstream.url ?? '',
  credential: upstream.credential.kind,
  secret: undefined,
  header: upstream.credential.header,
  scheme: upstream.credential.scheme,
  least_role: upstream.least_role,
  prefixes: upstream.prefixes,
  timeout_seconds: upstream.timeout_seconds ?? '',
  tags: upstream.tags.filter((tag) => tag !== upstream.slug).join(', '),
})

const tagsOf = (text: string): string[] =>
  text
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean)

const usual = ({ least_role, prefixes, timeout_seconds, tags }: UpstreamValues) => ({
  ...{ least_role, prefixes },
  timeout_seconds: timeout_seconds === '' ? null : Number(timeout_seconds),
  tags: tagsOf(tags),
})

const secretOf = ({ credential, secret }: UpstreamValues) =>
  credential !== 'none' && typeof secret === 'string' && secret !== '' ? { secret } : {}

/** How it is connected to: what is tried before it is saved, and saved as it was tried. */
export const connectionOf = (values: UpstreamValues): InputOf<'test-upstream'> => ({
  ...{ url: values.url, credential: values.credential, header: values.header, scheme: values.scheme },
  ...secretOf(values),
})

export const createInput = (values: UpstreamValues): InputOf<'create-upstream'> => ({
  slug: values.slug,
  ...(values.title === '' ? {} : { title: values.title }),
  ...connectionOf(values),
  ...usual(values),
})

/** Only what changed: a shared secret stays unless another is given, or its address moves. */
export function updateInput(values: UpstreamValues, before: UpstreamValues): Omit<InputOf<'update-upstream'>, 'id'> {
  const next: Record<string, unknown> = { title: values.title, ...connectionOf(values), ...usual(values) }
  const was: Record<string, unknown> = { title: before.title, ...connectionOf(before), ...usual(before) }
  return Object.fromEntries(
    Object.entries(next).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name])),
  )
}
