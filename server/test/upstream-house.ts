import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Engine } from '#platform/db/contract.ts'
import { buildTestApp, type TestApp } from './build-test-app.ts'
import { createPostgresDatabase } from './databases.ts'
import { type McpOffer, type McpTarget, startMcpServer } from './targets/mcp-server.ts'

const password = 'correct horse battery'

/** A tool of an upstream server, as administrators see it. */
export interface SeenTool {
  readonly name: string
  readonly state: string
  readonly hash: string
  readonly diff: string | null
  readonly tool: string | null
  readonly effect: string
  readonly description: string
  readonly problems: readonly { readonly code: string; readonly message: string }[]
}

/** The whole application with an administrator and Kim, a user, and servers of the MCP to add. */
export class UpstreamHouse {
  admin = ''
  kim = ''
  app!: TestApp
  #url = ''
  #drop: () => Promise<void> = async () => undefined
  readonly #targets: McpTarget[] = []

  async open(engine: Engine): Promise<void> {
    if (engine === 'postgres') {
      const { url, drop } = await createPostgresDatabase()
      this.#url = url
      this.#drop = drop
    } else {
      const folder = mkdtempSync(join(tmpdir(), 'bongsu-upstreams-'))
      this.#url = `sqlite:${join(folder, 'bongsu.db')}`
      this.#drop = async () => rmSync(folder, { recursive: true, force: true })
    }
    await this.#start()
    await this.send('POST', '/api/v1/auth/register', { email: 'admin@example.com', password, name: 'Admin' }, '')
    this.admin = await this.#signIn('admin@example.com')
    await this.send('POST', '/api/v1/people', { email: 'kim@example.com', name: 'Kim', role: 'user', password })
    this.kim = await this.#signIn('kim@example.com')
  }

  async close(): Promise<void> {
    await this.app.close()
    for (const target of this.#targets.splice(0)) await target.close()
    await this.#drop()
  }

  /** Another process on the same store. */
  async restart(): Promise<void> {
    await this.app.close()
    await this.#start()
  }

  async #start(): Promise<void> {
    this.app = await buildTestApp({ BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8', BONGSU_DATABASE_URL: this.#url })
    await this.app.start()
  }

  async #signIn(username: string): Promise<string> {
    return (await this.send('POST', '/api/v1/auth/login', { username, password }, '')).body.access_token
  }

  /** As the administrator unless said. */
  async send(method: string, path: string, body?: object, token = this.admin) {
    const answer = await this.app.http.inject({
      method: method as 'GET',
      url: path,
      ...(body === undefined ? {} : { payload: body }),
      headers: { 'accept-language': 'en', ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
    })
    return { status: answer.statusCode, text: answer.body, body: answer.body === '' ? null : answer.json() }
  }

  async serve(given?: Partial<McpOffer>): Promise<McpTarget> {
    const target = await startMcpServer(given)
    this.#targets.push(target)
    return target
  }

  async add(slug: string, target: Pick<McpTarget, 'url'>, body: object = {}): Promise<number> {
    const made = await this.send('POST', '/api/v1/upstreams', { slug, url: target.url, ...body })
    expect(made.status, made.text).toBe(201)
    return made.body.id
  }

  async names(token = this.kim): Promise<string[]> {
    const { items } = (await this.send('GET', '/api/v1/tools?page_size=100', undefined, token)).body
    return items.map(({ name }: { name: string }) => name)
  }

  /** Whether somebody may use a tool by now: 200, or 404. */
  offers(name: string, token = this.kim) {
    const status = async () => (await this.send('GET', `/api/v1/tools/${name}`, undefined, token)).status
    return expect.poll(status, { timeout: 8000 })
  }

  call(tool: string, args: object = {}, token = this.kim) {
    return this.send('POST', `/api/v1/tools/${tool}/call`, { arguments: args }, token)
  }

  async tools(id: number, query = ''): Promise<readonly SeenTool[]> {
    return (await this.send('GET', `/api/v1/upstreams/${id}/tools${query}`)).body.items
  }

  refresh(id: number) {
    return this.send('POST', `/api/v1/upstreams/${id}/refresh`)
  }

  approve(id: number, seen: readonly { readonly name: string; readonly hash: string }[], token = this.admin) {
    const tools = seen.map(({ name, hash }) => ({ name, hash }))
    return this.send('POST', `/api/v1/upstreams/${id}/tools/approve`, { tools }, token)
  }
}
