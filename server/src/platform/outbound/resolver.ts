import { promises as dns } from 'node:dns'
import { isIPv4, isIPv6 } from 'node:net'
import { isLocalhost } from './host.ts'
import { createHostsFile, systemHostsFile } from './hosts-file.ts'

export type IpChoice = 'any' | 'ipv4' | 'ipv6'
export type DnsProblem = 'nxdomain' | 'nodata' | 'servfail' | 'refused' | 'timeout' | 'unreachable' | 'failed'
export type Lookup = { readonly addresses: readonly string[] } | { readonly problem: DnsProblem }

export interface ResolverOptions {
  /** `address` or `address:port`; the system's own when absent. */
  readonly servers?: readonly string[]
  readonly hostsFile?: string
  readonly timeoutMs?: number
  readonly tries?: number
}

export interface Resolver {
  lookup(host: string, choice: IpChoice): Promise<Lookup>
  /** The DNS servers of this machine, as Node lists them. */
  servers(): readonly string[]
  /** Does our resolver answer at all? Asked when a name failed in a way that could be its fault or the name's. */
  answers(): Promise<boolean>
}

/** A positive answer is used again for its own TTL, at most this long: a moved service must be seen at once. */
const longestCacheMs = 30_000
const mostCached = 5_000
/** How long an IPv4 answer waits for its IPv6 sister (RFC 8305 calls it the resolution delay). */
const sisterWaitMs = 300
/** Health is asked by every failing check at once when the resolver is gone. */
const healthCacheMs = 3_000
const renewAfterMs = 10_000

type Family = 4 | 6

interface Cached {
  readonly addresses: readonly string[]
  readonly until: number
}

/**
 * Names to addresses: hosts file, then c-ares. Not `dns.lookup`: getaddrinfo runs on libuv's four threads, where a few
 * dead names would hold up every other check (and every file read). Only names a plain DNS query cannot know (no dot,
 * `.local`) are handed to it afterwards, two at a time.
 */
export function createResolver(options: ResolverOptions = {}): Resolver {
  const hosts = createHostsFile(options.hostsFile ?? systemHostsFile)
  const cache = new Map<string, Cached>()
  const underWay = new Map<string, Promise<Lookup>>()
  const system = createSystemLookup()
  let client = newClient()
  let clientSince = performance.now()
  let lastAnswerAt = Number.NEGATIVE_INFINITY
  let health: { answer: Promise<boolean>; until: number } | undefined

  return { lookup, answers, servers: () => client.getServers() }

  async function lookup(host: string, choice: IpChoice): Promise<Lookup> {
    if (isLocalhost(host)) return ofFamily(['127.0.0.1', '::1'], choice)
    const written = await hosts(host)
    if (written) return ofFamily(written, choice)
    const found = await ask(host, choice)
    if (
      'addresses' in found ||
      options.servers ||
      !isLocalName(host) ||
      (found.problem !== 'nxdomain' && found.problem !== 'nodata')
    )
      return found
    const local = await system(host)
    return local.length > 0 ? ofFamily(local, choice) : found
  }

  async function ask(host: string, choice: IpChoice): Promise<Lookup> {
    if (choice === 'ipv4') return family(host, 4)
    if (choice === 'ipv6') return family(host, 6)
    const six = family(host, 6)
    const four = await family(host, 4)
    const sister = 'addresses' in four ? await withinMs(six, sisterWaitMs) : await six
    return merge(four, sister)
  }

  function family(host: string, which: Family): Promise<Lookup> {
    const key = `${which} ${host}`
    const known = cache.get(key)
    if (known && known.until > performance.now()) return Promise.resolve(known)
    const running = underWay.get(key)
    if (running) return running
    const started = query(host, which, key).finally(() => underWay.delete(key))
    underWay.set(key, started)
    return started
  }

  async function query(host: string, which: Family, key: string): Promise<Lookup> {
    try {
      const records = await (which === 4 ? client.resolve4(host, { ttl: true }) : client.resolve6(host, { ttl: true }))
      lastAnswerAt = performance.now()
      const addresses = records.map((record) => record.address)
      remember(key, addresses, Math.min(...records.map((record) => record.ttl)) * 1000)
      return addresses.length > 0 ? { addresses } : { problem: 'nodata' }
    } catch (error) {
      const problem = problemOf(error)
      if (problem === 'nxdomain' || problem === 'nodata') lastAnswerAt = performance.now()
      else renew()
      return { problem }
    }
  }

  function remember(key: string, addresses: readonly string[], ttlMs: number): void {
    cache.delete(key)
    if (!(ttlMs > 0)) return
    cache.set(key, { addresses, until: performance.now() + Math.min(ttlMs, longestCacheMs) })
    if (cache.size <= mostCached) return
    const oldest = cache.keys().next()
    if (!oldest.done) cache.delete(oldest.value)
  }

  function answers(): Promise<boolean> {
    const now = performance.now()
    if (!health || health.until < now) health = { answer: probe(), until: now + healthCacheMs }
    return health.answer
  }

  /** Any sensible answer for the root will do. A resolver that is picky about the root may have answered something else. */
  async function probe(): Promise<boolean> {
    const askedAt = performance.now()
    try {
      await client.resolveNs('.')
      return true
    } catch (error) {
      const problem = problemOf(error)
      if (problem === 'nxdomain' || problem === 'nodata') return true
      return (problem === 'servfail' || problem === 'refused') && lastAnswerAt > askedAt - longestCacheMs
    }
  }

  /** The machine may have moved to another network: a new client reads the system's servers again. */
  function renew(): void {
    if (performance.now() - clientSince < renewAfterMs) return
    clientSince = performance.now()
    client = newClient()
  }

  function newClient(): dns.Resolver {
    const made = new dns.Resolver({ timeout: options.timeoutMs ?? 2_000, tries: options.tries ?? 2 })
    if (options.servers) made.setServers([...options.servers])
    return made
  }
}

const isLocalName = (host: string): boolean => !host.includes('.') || host.endsWith('.local')

const ofFamily = (addresses: readonly string[], choice: IpChoice): Lookup => {
  const fitting = addresses.filter(
    (address) => choice === 'any' || (choice === 'ipv4' ? isIPv4(address) : isIPv6(address)),
  )
  return fitting.length > 0 ? { addresses: fitting } : { problem: 'nodata' }
}

function merge(four: Lookup, six: Lookup | undefined): Lookup {
  const addresses = [four, six].flatMap((found) => (found && 'addresses' in found ? found.addresses : []))
  if (addresses.length > 0) return { addresses }
  const problems = [four, six].flatMap((found) => (found && 'problem' in found ? [found.problem] : []))
  // A name that does not exist has neither; "no data" in one family says nothing while the other one failed.
  return { problem: problems.find((problem) => problem !== 'nodata') ?? 'nodata' }
}

async function withinMs<Value>(work: Promise<Value>, ms: number): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined)
  })
  return Promise.race([work, limit]).finally(() => clearTimeout(timer))
}

const problems: Readonly<Record<string, DnsProblem>> = {
  ENOTFOUND: 'nxdomain',
  ENODATA: 'nodata',
  ESERVFAIL: 'servfail',
  EREFUSED: 'refused',
  ENOTIMP: 'refused',
  ETIMEOUT: 'timeout',
  ECONNREFUSED: 'unreachable',
}

const problemOf = (error: unknown): DnsProblem => problems[(error as NodeJS.ErrnoException).code ?? ''] ?? 'failed'

/** getaddrinfo, at most two at a time, so that it never takes more than half of the thread pool. */
function createSystemLookup(): (host: string) => Promise<readonly string[]> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (host) => {
    if (running >= 2) await new Promise<void>((resolve) => waiting.push(resolve))
    running += 1
    try {
      return (await dns.lookup(host, { all: true })).map(({ address }) => address)
    } catch {
      return []
    } finally {
      running -= 1
      waiting.shift()?.()
    }
  }
}
