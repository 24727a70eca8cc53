import type { CheckKind } from '#lib/check-kinds.ts'
import { type Options, optionsFor } from '#ui/watch/target.ts'

const webPorts: readonly unknown[] = [undefined, 80, 443]

/**
 * What a new monitor begins with: where its project is, as this kind says it. A port goes along only where the kind
 * speaks with the same server: mail or a database on that host listens elsewhere.
 */
export function optionsOfProject({ schema, example }: Pick<CheckKind, 'schema' | 'example'>, url: string): Options {
  const { port, ...place } = optionsFor(schema, url)
  const [name, value] = Object.entries(place)[0] ?? []
  if (name === undefined || typeof value !== 'string') return {}
  const isAddress = value.includes('://')
  // Names are looked up and registered; numbers are not.
  if ((name === 'name' || name === 'domain') && isNumeric(value)) return {}
  return {
    [name]: isAddress ? inSchemeOf(example[name], value) : value,
    ...(port !== undefined && webPorts.includes(usualPort(schema)) ? { port } : {}),
  }
}

const isNumeric = (host: string): boolean => host.includes(':') || /^[\d.]+$/.test(host)

const usualPort = (schema: CheckKind['schema']): unknown =>
  (schema as { properties?: { port?: { default?: unknown } } }).properties?.port?.default

/** https becomes wss where the kind's own example is a WebSocket, and stays what it is elsewhere. */
const inSchemeOf = (example: unknown, url: string): string =>
  typeof example === 'string' && /^wss?:/.test(example) ? url.replace(/^http/, 'ws') : url
