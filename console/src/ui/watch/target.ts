import type { JsonSchema } from '../schema-form/json-schema.ts'

export type Options = Readonly<Record<string, unknown>>

const properties = (schema: JsonSchema): Readonly<Record<string, unknown>> =>
  (schema as { properties?: Readonly<Record<string, unknown>> }).properties ?? {}

const usualPorts: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80 }

/** Where options say what is looked at. Kinds name it one of these; one that does not begins with an empty form. */
const places = ['url', 'start_url', 'host', 'domain', 'name'] as const

/** What somebody pasted, at the place this kind wants it: a whole address, or only its host (and port). */
export function optionsFor(schema: JsonSchema, target: string): Options {
  const pasted = target.trim()
  if (pasted === '') return {}
  const fields = properties(schema)
  const place = places.find((name) => Object.hasOwn(fields, name))
  if (!place) return {}
  const url = readUrl(pasted)
  if (place === 'url' || place === 'start_url')
    return { [place]: pasted.includes('://') ? pasted : `https://${pasted}` }
  if (!url) return { [place]: pasted }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = portOf(url, pasted)
  return { [place]: host, ...(port !== undefined && Object.hasOwn(fields, 'port') ? { port } : {}) }
}

/** What the options look at, in one short text that `optionsFor` of another kind understands. */
export function targetOf(options: Options): string {
  const place = places.find((name) => typeof options[name] === 'string' && options[name] !== '')
  if (!place) return ''
  const value = String(options[place])
  const port = options.port
  return place === 'host' && typeof port === 'number' ? `${value.includes(':') ? `[${value}]` : value}:${port}` : value
}

/** An address a project can have. */
export function urlOf(options: Options): string {
  const target = targetOf(options)
  if (target === '' || target.includes('://')) return target
  const url = readUrl(target)
  if (!url) return ''
  const port = portOf(url, target)
  if (port === 80) return `http://${url.hostname}/`
  return port === undefined || port === 443 ? `https://${url.hostname}/` : `https://${url.hostname}:${port}/`
}

function readUrl(text: string): URL | undefined {
  try {
    return new URL(text.includes('://') ? text : `https://${text}`)
  } catch {
    return undefined
  }
}

/** The port that was said; of a whole address also the one it implies. */
function portOf(url: URL, pasted: string): number | undefined {
  if (url.port !== '') return Number(url.port)
  if (pasted.includes('://')) return usualPorts[url.protocol]
  return /:443$/.test(pasted) ? 443 : undefined
}
