import { readFile, stat } from 'node:fs/promises'
import { parseAddress } from './address.ts'

export const systemHostsFile =
  process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts'

const recheckAfterMs = 5_000

/** Names an operator wrote into the hosts file: they win over DNS, as everywhere on the machine. Re-read when it changes. */
export function createHostsFile(path: string): (name: string) => Promise<readonly string[] | undefined> {
  let entries = new Map<string, string[]>()
  let checkedAt = Number.NEGATIVE_INFINITY
  let version = ''
  let reading: Promise<void> | undefined

  return async (name) => {
    if (performance.now() - checkedAt > recheckAfterMs) {
      reading ??= refresh().finally(() => {
        reading = undefined
      })
      await reading
    }
    return entries.get(name)
  }

  async function refresh(): Promise<void> {
    checkedAt = performance.now()
    const found = await stat(path).catch(() => undefined)
    const current = found ? `${found.mtimeMs}:${found.size}` : ''
    if (current === version) return
    version = current
    entries = parseHosts(found ? await readFile(path, 'utf8').catch(() => '') : '')
  }
}

export function parseHosts(content: string): Map<string, string[]> {
  const entries = new Map<string, string[]>()
  for (const line of content.split('\n')) {
    const [address = '', ...names] = (line.split('#', 1)[0] ?? '').trim().split(/\s+/)
    if (!parseAddress(address)) continue
    for (const name of names) {
      const key = name.toLowerCase()
      entries.set(key, [...(entries.get(key) ?? []), address])
    }
  }
  return entries
}
