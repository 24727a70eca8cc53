import { readHost, readUrl } from '#platform/outbound/index.ts'

/**
 * Where in a kind's options a host is named: `url`, `auth.token_url`, `steps[1].url`, `host`. Whoever is told that a
 * host cannot be reached should be told at that field. Empty when it is written nowhere.
 */
export function fieldOfHost(options: Readonly<Record<string, unknown>>, host: string): string {
  return find(options, host, '') ?? ''
}

function find(value: unknown, host: string, at: string): string | undefined {
  if (typeof value === 'string') return names(value, host) ? at : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, item] of Object.entries(value)) {
    const found = find(item, host, Array.isArray(value) ? `${at}[${name}]` : at ? `${at}.${name}` : name)
    if (found !== undefined) return found
  }
  return undefined
}

function names(text: string, host: string): boolean {
  if (text.length > 2000) return false
  // What a chained request fills in later stands in path and query only.
  const target = readUrl(text.replaceAll(/\{\{[^{}]*\}\}/g, 'x'))
  if (!('problem' in target)) return target.host === host
  const read = readHost(text)
  return typeof read === 'string' && read === readHost(host)
}
