import { expect, it } from 'vitest'
import { day } from '#kernel/clock.ts'
import { eachDatabase } from '#test/databases.ts'
import { FakeClock } from '#test/fake-clock.ts'
import { purgeRemoved } from './purge-removed.ts'
import { insertServer, setServerRemoved } from './servers/server-store.ts'
import { saveState } from './upstreams/state-store.ts'
import { takeTools } from './upstreams/take-offer.ts'
import { saveTools } from './upstreams/tool-store.ts'
import { unknownState } from './upstreams/upstream.ts'
import { insertUpstream, putSecret, setRemoved } from './upstreams/upstream-store.ts'

const draft = {
  slug: 'helper',
  title: 'Helper',
  kind: 'http',
  isFromFile: false,
  isInFile: true,
  url: 'https://a.example/mcp',
  credential: 'personal',
  header: 'Authorization',
  scheme: 'bearer',
  secret: null,
  listerId: 1,
  leastRole: 'user',
  tags: [],
  prefixes: 'on_collision',
  isEnabled: true,
  timeoutSeconds: null,
  approvesFirst: true,
  previewed: null,
  revision: 1,
} as const
const server = {
  slug: 'desk',
  title: 'Desk',
  instructions: null,
  isEnabled: true,
  leastRole: 'viewer',
  prefixes: 'always',
  toolSearch: 'auto',
  choices: [],
} as const

eachDatabase((open) => {
  it('what was removed a month ago is gone for good, with everything that was known of it, and nothing else', async () => {
    const { database, close } = await open()
    const clock = new FakeClock()
    const tool = { name: 'echo', inputSchema: { type: 'object' } }
    await database.transaction(async (tx) => {
      for (const slug of ['helper', 'kept', 'live']) {
        const { id } = await insertUpstream(tx, { ...draft, slug }, clock.now(), () => null)
        await putSecret(tx, id, 1, 'sealed', clock.now())
        await saveState(tx, id, unknownState)
        await saveTools(tx, id, takeTools(draft, [], [tool], clock.now()).tools)
        if (slug !== 'live') await setRemoved(tx, id, clock.now() - (slug === 'kept' ? 29 : 31) * day)
        const virtual = await insertServer(tx, { ...server, slug }, clock.now())
        if (slug !== 'live') await setServerRemoved(tx, virtual.id, clock.now() - (slug === 'kept' ? 29 : 31) * day)
      }
    })
    const job = purgeRemoved({ database, clock })
    expect(await job.run(new AbortController().signal)).toEqual({ upstreams: 1, virtual_servers: 1 })
    for (const table of ['upstream_secret', 'upstream_state', 'upstream_tool'])
      expect(await database.all(`select upstream_id from ${table}`), table).toHaveLength(2)
    expect(await database.all('select slug from upstream order by slug')).toEqual([{ slug: 'kept' }, { slug: 'live' }])
    expect(await database.all('select slug from virtual_server order by slug')).toHaveLength(2)
    await close()
  })
})
