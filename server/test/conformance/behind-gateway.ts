import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RealServer, until } from '../fault/real-server.ts'
import { type FixtureEras, type McpFixture, startMcpFixture } from '../targets/mcp-fixture/mcp-fixture.ts'
import { startTokenProxy, type TokenProxy } from './token-proxy.ts'

export interface BehindGateway {
  /** Where the fixture of this era is reached through the gateway, with a token on every request. */
  url(era: FixtureEras): string
  close(): Promise<void>
}

/** A running installation with servers of both eras behind it, each under an address of its own. */
export async function startBehindGateway(eras: readonly FixtureEras[]): Promise<BehindGateway> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bongsu-conformance-'))
  const server = new RealServer({ dataDir })
  const fixtures: McpFixture[] = []
  let proxy: TokenProxy | undefined
  const close = async () => {
    await proxy?.close()
    await server.end()
    for (const fixture of fixtures) await fixture.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    await server.begin()
    await server.signIn()
    await server.liftLimits()
    for (const era of eras) {
      const fixture = await startMcpFixture(era)
      fixtures.push(fixture)
      await offer(server, era, fixture.url)
    }
    const body = { name: 'conformance', scopes: ['tools', 'read', 'write'] }
    const { token } = await server.call<{ token: string }>('POST', '/tokens', body)
    proxy = await startTokenProxy(server.url, token)
    const { origin } = proxy
    return { url: (era) => `${origin}/mcp/${era}`, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function offer(server: RealServer, era: FixtureEras, url: string): Promise<void> {
  const { id } = await server.call<{ id: number }>('POST', '/upstreams', { slug: `fixture-${era}`, url })
  await until(`the list of the ${era} fixture is there`, async () => {
    const view = await server.call<{ tool_count: number }>('GET', `/upstreams/${id}`)
    return view.tool_count > 0
  })
  const choices = [{ source: `upstream:fixture-${era}` }]
  await server.call('POST', '/virtual-servers', { slug: era, tool_search: 'off', choices })
}
