import { day, second } from '#kernel/clock.ts'
import type { Outbound } from '#platform/outbound/index.ts'
import type { LookContext } from '../contract.ts'
import { rdapSeed } from './rdap-seed.ts'

export const ianaBootstrap = 'https://data.iana.org/rdap/dns.json'
const freshFor = 7 * day
/** After a failure; the seed goes on answering. */
const retryAfter = 1 * day
const longestWaitMs = 3 * second
const mostBytes = 2_097_152

type Servers = ReadonlyMap<string, string>

interface Known {
  servers: Servers
  /** When to ask again, ms since the epoch. */
  until: number
  asking: Promise<void> | undefined
}

let seed: Servers | undefined
/** Per way out: what may be reached from one is no knowledge of another. */
const known = new WeakMap<Outbound['identity'], Known>()

/** The RDAP server of a top-level domain, with a slash at its end; undefined where IANA knows none. */
export async function rdapServerOf(
  tld: string,
  context: LookContext,
  source = ianaBootstrap,
): Promise<string | undefined> {
  const { identity } = context.outbound
  const now = context.clock.now()
  const state = known.get(identity) ?? { servers: seedServers(), until: now, asking: undefined }
  known.set(identity, state)
  if (state.asking || now >= state.until) {
    state.asking ??= refresh(state, context, source).finally(() => {
      state.asking = undefined
    })
    await state.asking
  }
  return state.servers.get(tld)
}

async function refresh(state: Known, { outbound, clock, timeoutMs }: LookContext, source: string): Promise<void> {
  state.until = clock.now() + retryAfter
  // Several looks wait for it, so it ends by itself and not when one of them is given up.
  const timeLimit = Math.min(longestWaitMs, timeoutMs / 2)
  const result = await outbound.http({ url: source, redirects: 2, timeoutMs: timeLimit, maxBodyBytes: mostBytes })
  if (!result.ok || result.status !== 200 || result.bodyCut) return
  const servers = serversIn(result.body.toString('utf8'))
  if (!servers) return
  state.servers = servers
  state.until = clock.now() + freshFor
}

/** RFC 9224 section 4. Null where it is not such a file, or one that has lost what every such file has. */
export function serversIn(json: string): Servers | null {
  try {
    const { services } = JSON.parse(json) as { services: [string[], string[]][] }
    const servers = new Map<string, string>()
    for (const [tlds, urls] of services) {
      const url = urls.find((one) => one.startsWith('https:')) ?? urls[0]
      if (url !== undefined) for (const tld of tlds) servers.set(tld.toLowerCase(), withSlash(url))
    }
    return servers.has('com') ? servers : null
  } catch {
    return null
  }
}

export const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`)

function seedServers(): Servers {
  seed ??= new Map(
    rdapSeed.split(';').flatMap((entry) => {
      const [url = '', ...tlds] = entry.trim().split(' ')
      return tlds.map((tld): [string, string] => [tld, url])
    }),
  )
  return seed
}
