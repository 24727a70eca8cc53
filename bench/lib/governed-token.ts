import type { Server } from './processes.ts'
import { adminEmail, adminPassword } from './seed.ts'

/** A personal token for so many tools, counted by the minute, day and month under limits that it never reaches. */
export async function governedToken({ url }: Server, toolCount: number): Promise<string> {
  let access_token: string | undefined
  ;({ access_token } = await ask('POST', '/auth/login', { username: adminEmail, password: adminPassword }))
  const listed = await ask('GET', `/tools?page_size=${toolCount - 1}`)
  const names = new Set<string>(['add', ...listed.items.map(({ name }: { name: string }) => name)])
  const { id, token } = await ask('POST', '/tokens', { name: 'bench', scopes: ['tools'], tools: [...names] })
  for (const window of ['minute', 'day', 'month'])
    await ask('PUT', '/limits', { subject_kind: 'token', subject: String(id), window, max: 100_000_000 })
  return token

  async function ask(method: string, path: string, body?: object) {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(access_token === undefined ? {} : { authorization: `Bearer ${access_token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path} gave ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }
}
