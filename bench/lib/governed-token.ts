import type { Server } from './processes.ts'
import { adminEmail, adminPassword } from './seed.ts'

/** A personal token for so many tools, counted by the minute, day and month under limits that it never reaches. */
export async function governedToken(server: Server, toolCount: number): Promise<string> {
  const { access_token: session } = await asking(server)<{ access_token: string }>('POST', '/auth/login', {
    username: adminEmail,
    password: adminPassword,
  })
  const asAdmin = asking(server, session)
  const { items } = await asAdmin<{ items: { name: string }[] }>('GET', `/tools?page_size=${toolCount - 1}`)
  const tools = [...new Set(['add', ...items.map(({ name }) => name)])]
  const { id, token } = await asAdmin<{ id: number; token: string }>('POST', '/tokens', {
    name: 'bench',
    scopes: ['tools'],
    tools,
  })
  for (const window of ['minute', 'day', 'month'])
    await asAdmin('PUT', '/limits', { subject_kind: 'token', subject: String(id), window, max: 100_000_000 })
  return token
}

const asking =
  ({ url }: Server, session?: string) =>
  async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(session === undefined ? {} : { authorization: `Bearer ${session}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path} gave ${answer.status}: ${await answer.text()}`)
    // Safe because the server's own tests hold its answers to these shapes.
    return (await answer.json()) as Answer
  }
