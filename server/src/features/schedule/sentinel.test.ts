import { text } from '@bongsu/contract/text.ts'
import { afterEach, describe, expect, it } from 'vitest'
import type { Outbound } from '#platform/outbound/index.ts'
import { FakeClock } from '#test/fake-clock.ts'
import { Sentinel } from './sentinel.ts'

type Tcp = Outbound['tcp']

/** A network of hosts with an address each, some of them silent. */
class FakeNetwork {
  readonly clock: FakeClock
  readonly addresses = new Map<string, string>()
  readonly silent = new Set<string>()
  readonly refusing = new Set<string>()
  isCut = false
  readonly tried: string[] = []

  constructor(clock: FakeClock) {
    this.clock = clock
  }

  readonly tcp: Tcp = async ({ host, port, timeoutMs = 1000 }) => {
    this.tried.push(host)
    const remote = { address: this.addresses.get(host) ?? host, port }
    const failure = { ok: false, timings: {}, durationMs: 1, remote, message: text('실패', 'failed') } as const
    if (this.isCut || this.silent.has(host)) {
      await this.clock.sleep(timeoutMs)
      return { ...failure, phase: 'timeout', code: 'TIMEOUT', fault: 'network' }
    }
    if (this.refusing.has(host)) return { ...failure, phase: 'connect', code: 'ECONNREFUSED', fault: 'target' }
    return { ok: true, remote, received: Buffer.alloc(0), matched: true, timings: {}, durationMs: 1 }
  }
}

function build(targets: readonly string[] = []) {
  const clock = new FakeClock()
  const network = new FakeNetwork(clock)
  const sentinel = new Sentinel({ clock, outbound: network, targets: () => targets })
  const news: boolean[] = []
  sentinel.onChange(({ isBlind }) => void news.push(isBlind))
  const knows = (host: string, address: string) => {
    network.addresses.set(host, address)
    sentinel.answered(host, { host, port: 443 })
  }
  /** Asks, and lets enough time pass for any probe. */
  const ask = async (): Promise<boolean> => {
    const asked = sentinel.isConnected()
    await clock.advance(4_100)
    return asked
  }
  return { clock, network, sentinel, news, knows, ask }
}

const open: Sentinel[] = []
afterEach(() => {
  for (const sentinel of open.splice(0)) sentinel.stop()
})
const start = (targets?: readonly string[]) => {
  const built = build(targets)
  open.push(built.sentinel)
  return built
}

describe('the sentinel', () => {
  it('believes a failure when there is nobody to compare with', async () => {
    const { ask, network } = start()
    expect(await ask()).toBe(true)
    expect(network.tried).toEqual([])
  })

  it('takes the next answer of anybody as proof, without trying anything', async () => {
    const { sentinel, knows, network, clock } = start()
    knows('a.example', '192.0.2.1')
    const asked = sentinel.isConnected()
    await clock.advance(300)
    sentinel.answered('b.example', null)
    await clock.advance(0)
    expect(await asked).toBe(true)
    expect(network.tried).toEqual([])
  })

  it('does not take an answer of before the question as proof: the cable may have been pulled since', async () => {
    const { knows, network, ask, sentinel, news } = start()
    knows('a.example', '192.0.2.1')
    knows('b.example', '198.51.100.1')
    network.isCut = true
    expect(await ask()).toBe(false)
    expect(sentinel.blindSince).not.toBeNull()
    expect(news).toEqual([true])
  })

  it('tries those who answered before, and one that refuses is there too', async () => {
    const { knows, network, ask } = start()
    knows('a.example', '192.0.2.1')
    knows('b.example', '198.51.100.1')
    network.silent.add('a.example')
    network.refusing.add('b.example')
    expect(await ask()).toBe(true)
    expect(network.tried.sort()).toEqual(['a.example', 'b.example'])
  })

  it('believes the failure when all that is silent stands in one network: that network may really be down', async () => {
    const { knows, network, ask, news } = start()
    knows('a.example', '192.0.2.1')
    knows('b.example', '192.0.2.77')
    knows('c.example', '192.0.2.78')
    network.isCut = true
    expect(await ask()).toBe(true)
    expect(news).toEqual([])
  })

  it('never counts loopback, which answers on a cut cable as well', async () => {
    const { sentinel, knows, network, ask } = start()
    knows('a.example', '192.0.2.1')
    knows('b.example', '198.51.100.1')
    network.isCut = true
    expect(await ask()).toBe(false)
    sentinel.answered('127.0.0.1', { host: '127.0.0.1', port: 80 })
    sentinel.answered('localhost', null)
    expect(sentinel.blindSince).not.toBeNull()
  })

  it('tells once that it went blind and once that it sees again, and looks for itself meanwhile', async () => {
    const { knows, network, ask, sentinel, news, clock } = start()
    knows('a.example', '192.0.2.1')
    knows('b.example', '198.51.100.1')
    network.isCut = true
    for (let n = 0; n < 5; n++) expect(await ask()).toBe(false)
    expect(news).toEqual([true])
    network.isCut = false
    await clock.advance(6_000)
    expect(sentinel.blindSince).toBeNull()
    expect(news).toEqual([true, false])
    expect(await ask()).toBe(true)
  })

  it('sees again with the first answer of anybody', async () => {
    const { knows, network, ask, sentinel, news } = start()
    knows('a.example', '192.0.2.1')
    knows('b.example', '198.51.100.1')
    network.isCut = true
    await ask()
    sentinel.answered('c.example', null)
    expect(news).toEqual([true, false])
  })

  it('asks the configured places instead, where there are some, and there only acceptance counts', async () => {
    const { knows, network, ask } = start(['one.example:443', 'https://two.example'])
    knows('a.example', '192.0.2.1')
    expect(await ask()).toBe(true)
    expect(network.tried.sort()).toEqual(['one.example', 'two.example'])
    network.refusing.add('one.example').add('two.example')
    expect(await ask()).toBe(false)
  })

  it('probes once for all who ask at the same time', async () => {
    const { knows, network, sentinel, clock } = start()
    knows('a.example', '192.0.2.1')
    knows('b.example', '198.51.100.1')
    network.silent.add('a.example')
    await clock.advance(20_000)
    const asked = Array.from({ length: 100 }, () => sentinel.isConnected())
    await clock.advance(4_000)
    expect((await Promise.all(asked)).every(Boolean)).toBe(true)
    expect(network.tried.length).toBe(2)
  })
})
